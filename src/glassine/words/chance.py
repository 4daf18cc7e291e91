"""Randomness in bulk: the operating system is asked once for a page of it.

A message draws five times, and each call to the system lets go of the interpreter,
which then has to be won back from the thread that writes.
"""

import os
from collections.abc import Callable
from typing import TypeAlias

PAGE = 4096

Chance: TypeAlias = Callable[[int], bytes]
"""Return so many random octets, as `secrets.token_bytes` does."""


class PagedChance:
    """Gives random octets, each once. Of one thread."""

    def __init__(self, source: Chance = os.urandom) -> None:
        self._source = source
        self._page = b""
        self._given = 0
        os.register_at_fork(after_in_child=self.forget)

    def __call__(self, octets: int) -> bytes:
        """Return so many octets that nobody else gets."""
        begun, ended = self._given, self._given + octets
        if ended > len(self._page):
            self._page = self._source(max(PAGE, octets))
            begun, ended = 0, octets
        self._given = ended
        return self._page[begun:ended]

    def forget(self) -> None:
        """Drop what is left: another process has the same."""
        self._page, self._given = b"", 0
