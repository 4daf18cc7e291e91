"""The book of usage: how much each account sends, in buckets of an hour."""

from dataclasses import dataclass
from typing import Protocol

from glassine.words.clock import Milliseconds
from glassine.words.public import Address

HOUR = 3_600_000  # milliseconds: a bucket


@dataclass(frozen=True, slots=True)
class Used:
    """How much an account sent."""

    messages: int
    recipients: int


class Usage(Protocol):
    """What accounts have sent. Counted in the transaction that takes the message."""

    def count(self, account: Address, at: Milliseconds, recipients: int) -> None:
        """Count one message more, to so many recipients."""

    def used(self, account: Address, since: Milliseconds) -> Used:
        """Return what it sent since the beginning of the hour of that moment."""

    def prune(self, before: Milliseconds) -> int:
        """Forget the hours that ended before a moment; return how many rows."""
