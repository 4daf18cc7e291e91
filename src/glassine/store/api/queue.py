"""The book of the queue: what is still to be sent, a row a recipient."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from glassine.store.api.ids import BlobId
from glassine.words.clock import Milliseconds
from glassine.words.public import (
    Address,
    Domain,
    MessageIdDigest,
    QueueId,
    ReversePath,
    Size,
    TransactionId,
)


class QueueState(StrEnum):
    """Where a queued recipient stands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Queueing:
    """One recipient to send to; what it takes is sealed under the spool key."""

    id: QueueId
    transaction: TransactionId
    account: Address | None
    sender: ReversePath
    recipient: Address
    blob: BlobId
    sealed: bytes
    message_id: MessageIdDigest | None
    queued: Milliseconds
    next_try: Milliseconds
    size: Size
    fails: int = 0
    state: QueueState = QueueState.WAITING
    last_code: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Which rows of the queue; what is None does not limit."""

    sender: Address | None = None
    recipient: Address | None = None
    domain: Domain | None = None
    state: QueueState | None = None
    limit: int = 1000


class Queue(Protocol):
    """What is still to be sent, a row a recipient."""

    def add(self, rows: Sequence[Queueing]) -> None:
        """Put recipients in the queue. Raises `Duplicate`, or `Missing` for a blob."""

    def claim(
        self, now: Milliseconds, until: Milliseconds, limit: int
    ) -> list[Queueing]:
        """Take due rows for one worker, until a moment; others do not see them.

        Earliest due first. A row that is not put back or dropped by that moment falls
        due again.
        """

    def next_due(self) -> Milliseconds | None:
        """Return when the next row falls due, if any waits."""

    def put_back(self, row: QueueId, next_try: Milliseconds, code: int | None) -> None:
        """A try failed: count it and wait until then. Raises `Missing`.

        A row that was held meanwhile stays held.
        """

    def drop(self, row: QueueId) -> bool:
        """Forget a row (sent, bounced or dropped); tell whether it was there."""

    def hold(self, row: QueueId) -> bool:
        """Keep a row from being tried; tell whether it was there."""

    def release(self, row: QueueId, now: Milliseconds) -> bool:
        """Make a row due now, held or waiting; tell whether it was there.

        A claimed row is being tried already and is left alone.
        """

    def find(self, wanted: QueueFilter) -> list[Queueing]:
        """Return rows, oldest first."""
