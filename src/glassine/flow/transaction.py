"""One mail transaction: from MAIL to the answer after the message. RFC 5321 §3.3"""

from dataclasses import dataclass, field

from glassine.flow.intake import Intake
from glassine.flow.route import Destination
from glassine.flow.sums import Sums
from glassine.store.api.ids import StoreError
from glassine.words.clock import Seconds
from glassine.words.envelope import Envelope, Recipient, Sender
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
    failure: StoreError | None = None  # what stopped the intake

    def envelope(self) -> Envelope:
        """Return the sender, and the recipients taken so far."""
        return Envelope(self.sender, [routed.recipient for routed in self.routed])
