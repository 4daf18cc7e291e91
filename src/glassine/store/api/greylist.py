"""The book of the greylist: who was asked to come again, and who has come.

It holds keyed digests and moments: of whom they are, it does not say.
"""

from dataclasses import dataclass
from typing import Protocol

from glassine.words.clock import Milliseconds


@dataclass(frozen=True, slots=True)
class Greyed:
    """When somebody first came, and when they were last let in, if ever."""

    first: Milliseconds
    passed: Milliseconds | None = None


class Greylist(Protocol):
    """Who was asked to come again."""

    def put(self, digest: bytes, greyed: Greyed) -> None:
        """Keep what is known of one, in place of what was known before."""

    def of(self, digest: bytes) -> Greyed | None:
        """Return what is known of one."""

    def prune(self, first: Milliseconds, passed: Milliseconds, most: int) -> int:
        """Forget who last passed, or else first came, before these; return how many.

        Of those who have not come again the newest `most` are kept, so that a flood of
        senders that never do fills no disk.
        """
