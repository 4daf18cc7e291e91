"""The book of the queue as the operator reads and steers it: envelopes, by filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from glassine.store.api.ids import QueuePlace
from glassine.store.api.queue import Queueing, QueueState
from glassine.words.clock import Milliseconds
from glassine.words.public import Address, Domain, HostName, QueueId


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Which rows of the queue; what is None does not limit. All given must hold."""

    uuid: str | None = None  # C and C.N find the rows C.N.M
    account: Address | None = None
    sender: Address | None = None
    recipient: Address | None = None
    domain: Domain | None = None
    state: QueueState | None = None
    host: HostName | None = None  # that failed last
    code: int | None = None  # of the last failure
    queued_from: Milliseconds | None = None
    queued_until: Milliseconds | None = None
    limit: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """What waits for one domain."""

    domain: Domain
    rows: int
    held: int
    oldest: Milliseconds  # when its oldest row was queued
    next_try: Milliseconds | None  # None where all are held
    last_code: int | None  # of the failure that was the last


class Backlog(Protocol):
    """What waits, and the operator's hand on it."""

    def find(
        self, wanted: QueueFilter, after: QueuePlace | None = None
    ) -> list[Queueing]:
        """Return matching rows, oldest first, from after a place where one is given."""

    def get(self, row: QueueId) -> Queueing | None:
        """Return one row."""

    def count(self, wanted: QueueFilter, after: QueuePlace | None = None) -> int:
        """Return how many match, whatever the limit."""

    def destinations(self, limit: int) -> list[Destination]:
        """Return what waits by domain, the most first."""

    def hold(self, rows: Sequence[QueueId]) -> int:
        """Keep rows from being tried; return how many were there.

        One that is being tried now is held if that try fails.
        """

    def release(self, rows: Sequence[QueueId], now: Milliseconds) -> int:
        """Make rows due now, held or waiting; return how many were there.

        A claimed row is being tried already and is left alone.
        """

    def condemn(self, rows: Sequence[QueueId], now: Milliseconds) -> int:
        """Give rows up, to be bounced by who claims them; return how many were there.

        A held one is held no longer. One that is being tried is bounced if that fails.
        """
