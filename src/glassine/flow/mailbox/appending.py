"""The messages of an APPEND, as far as they have come."""

from dataclasses import dataclass, field

from glassine.flow.intake import Arrival, Intake
from glassine.store.api.mailboxes import Mailbox
from glassine.wire.imap.events import AppendBegun
from glassine.wire.imap.replies import Reply


@dataclass(slots=True)
class Appending:
    """One APPEND that has begun: what is whole, and what is still coming."""

    mailbox: Mailbox
    whole: list[tuple[AppendBegun, Arrival]] = field(default_factory=list)
    begun: AppendBegun | None = None
    intake: Intake | None = None
    failure: Reply | None = None

    def abandon(self) -> None:
        """Forget all of it; nothing stays on disk."""
        if self.intake is not None:
            self.intake.abandon()
        for _, arrival in self.whole:
            arrival.blob.abandon()
        self.intake, self.whole = None, []

    def spoil(self, why: Reply) -> None:
        """Nothing of this APPEND will be filed; the first reason is the one told."""
        self.failure = self.failure or why
        self.abandon()
