"""The book of the queue: what is still to be sent, a row a recipient.

This is the courier's side of it; `docs/queue.md` has the states and the guarantees,
`backlog` the operator's side.
"""

from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from glassine.events.facts import ScrubbedText
from glassine.store.api.ids import BlobId, QueuePlace
from glassine.words.clock import Milliseconds
from glassine.words.public import (
    Address,
    Domain,
    EnhancedCode,
    HostName,
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
class Failure:
    """How the last try ended: who said what, or our own words where nobody did."""

    at: Milliseconds
    code: int | None
    enhanced: EnhancedCode | None
    host: HostName | None
    answer: ScrubbedText


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
    failure: Failure | None = None
    warned: bool = False  # the sender was told that it takes long
    condemned: bool = False  # the operator gives it up: who claims it bounces it
    claimed_until: Milliseconds | None = None
    place: QueuePlace = field(default=QueuePlace(0), compare=False)  # the store's


class Queue(Protocol):
    """What is still to be sent, as those who send it take it and put it back."""

    def add(self, rows: Sequence[Queueing]) -> Set[QueueId]:
        """Put recipients in the queue; return which begin held, as a rule has it.

        One may come claimed by who adds it, unless it begins held. Raises `Duplicate`,
        or `Missing` for a blob.
        """

    def claim(
        self,
        now: Milliseconds,
        until: Milliseconds,
        limit: int,
        *,
        excluding: Collection[Domain] = (),
        each: int | None = None,
    ) -> list[Queueing]:
        """Take due rows for one worker, until a moment; others do not see them.

        No more than `limit` loads, and no more than `each` to one domain. A load is all
        due rows of one transaction to one domain; its rows stand together. Accounts
        take turns, and within an account its domains do, whoever waits longest first.
        Of the domains excluded nothing is taken but what is condemned. A row that is
        not put back, given back or dropped by that moment falls due again.
        """

    def next_due(self, excluding: Collection[Domain] = ()) -> Milliseconds | None:
        """Return when the next row falls due, if any waits, of other domains."""

    def renew(self, rows: Sequence[QueueId], until: Milliseconds) -> None:
        """Keep rows that are being tried until a later moment."""

    def give_back(self, rows: Sequence[QueueId]) -> None:
        """Let go of rows untried: they are due as before. One that is held stays so."""

    def put_back(self, row: QueueId, next_try: Milliseconds, failure: Failure) -> None:
        """A try failed: count it and wait until then. Raises `Missing`.

        A row that was held meanwhile stays held; one that was condemned is due now.
        """

    def warn(self, row: QueueId) -> None:
        """Note that the sender was told of the delay. Raises `Missing`."""

    def drop(self, row: QueueId) -> bool:
        """Forget a row (sent, bounced or dropped); tell whether it was there."""
