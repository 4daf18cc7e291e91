"""The operator is seen too: each look and each change is an event of its own.

A change and its event are one transaction: neither is there without the other.
"""

import os
import pwd
from collections.abc import Callable
from typing import TypeVar

from glassine.events.facts import OperatorName
from glassine.events.milestones import Operated
from glassine.flow.viewing.witness import keep
from glassine.store.api.blobs import BlobWriter
from glassine.store.api.ids import ChangeMark
from glassine.store.api.store import Books, Store
from glassine.words.clock import Seconds

T = TypeVar("T")


def who() -> OperatorName:
    """Return the login name of whoever runs this process."""
    uid = os.getuid()
    try:
        return OperatorName(pwd.getpwuid(uid).pw_name)
    except KeyError:
        return OperatorName(f"uid {uid}")


class Recorded:
    """A store whose writes each say who made them."""

    def __init__(self, store: Store, event: Operated) -> None:
        self._store = store
        self._event = event

    async def write(self, work: Callable[[Books], T]) -> T:
        """Run `work`, and keep the event with it."""

        def recorded(books: Books) -> T:
            result = work(books)
            keep(books, self._event)
            return result

        return await self._store.write(recorded)

    def write_soon(self, work: Callable[[Books], None]) -> None:
        """Run `work` with the next group commit."""
        self._store.write_soon(work)

    @property
    def failures(self) -> int:
        """How many works given to `write_soon` failed so far."""
        return self._store.failures

    async def look(self, work: Callable[[Books], T]) -> T:
        """Run a point look-up."""
        return await self._store.look(work)

    async def read(self, work: Callable[[Books], T]) -> T:
        """Run a longer reading."""
        return await self._store.read(work)

    def new_blob(self) -> BlobWriter:
        """Begin a sealed blob."""
        return self._store.new_blob()

    async def changed(self, since: ChangeMark, wait: Seconds) -> ChangeMark:
        """Return the mark as soon as it differs, or after the wait."""
        return await self._store.changed(since, wait)

    async def close(self) -> None:
        """Let go of everything."""
        await self._store.close()
