"""One mail transaction: from MAIL to the answer after the message. RFC 5321 §3.3"""

from asyncio import Future
from dataclasses import dataclass, field

from glassine.flow.intake import HeaderTooLong, Intake
from glassine.flow.judging.denial import Denial
from glassine.flow.route import Destination, Elsewhere, Here
from glassine.flow.sums import Sums
from glassine.store.api.ids import AccountId, StoreError
from glassine.words.clock import Seconds
from glassine.words.envelope import Envelope, Recipient, Sender
from glassine.words.finding import Finding
from glassine.words.public import TransactionId


@dataclass(frozen=True, slots=True)
class Routed:
    """An accepted recipient, and where its mail goes."""

    recipient: Recipient
    destinations: tuple[Destination, ...]


@dataclass(slots=True)
class Transaction:
    """What has been said so far, and the message as far as it has come."""

    id: TransactionId
    sender: Sender
    began: Seconds
    routed: list[Routed] = field(default_factory=list)
    sums: Sums = field(default_factory=Sums)
    intake: Intake | None = None
    inquiry: Future[list[Finding]] | None = None  # of the sender, while it is asked
    findings: list[Finding] = field(default_factory=list)  # of envelope and message
    denial: Denial | None = None  # of the sender; it waits for RCPT
    held: Denial | None = None  # it waits for the message, to be kept with it
    failure: StoreError | HeaderTooLong | None = None  # what stopped the intake

    @property
    def goes_on(self) -> bool:
        """Whether some of it goes to other servers."""
        return any(
            isinstance(where, Elsewhere)
            for routed in self.routed
            for where in routed.destinations
        )

    def accounts(self) -> tuple[AccountId, ...]:
        """Return the accounts of ours that it is for, each once."""
        here = (
            where.account.id
            for routed in self.routed
            for where in routed.destinations
            if isinstance(where, Here)
        )
        return tuple(dict.fromkeys(here))

    def abandon(self) -> None:
        """It came to nothing: drop what was sealed, and stop asking."""
        if self.intake is not None:
            self.intake.abandon()
        if self.inquiry is not None:
            self.inquiry.cancel()

    def envelope(self) -> Envelope:
        """Return the sender, and the recipients taken so far."""
        return Envelope(self.sender, [routed.recipient for routed in self.routed])
