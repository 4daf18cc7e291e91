"""One message, one transaction: blob, rows of every recipient, events; then the yes."""

from collections.abc import Iterator
from dataclasses import dataclass

from glassine.events.kinds import (
    Delivered,
    Milestone,
    Mode,
    Queued,
    QueueBegun,
    QueueEnded,
    Received,
    ScrubbedText,
    Split,
    Tally,
)
from glassine.flow import card
from glassine.flow.desk import Desk
from glassine.flow.intake import Arrival
from glassine.flow.route import Elsewhere, Here
from glassine.flow.session import Session
from glassine.flow.stamp import Stamped
from glassine.store.api.ids import LetterId, MailboxId
from glassine.store.api.mailboxes import Letter, SealedDayKey
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books
from glassine.vault.day_keys import DayKey
from glassine.words.envelope import Envelope
from glassine.words.public import DeliveryId, Filed, QueueId, Size, Verdict


async def deliver(
    desk: Desk, session: Session, envelope: Envelope, arrival: Arrival, stamped: Stamped
) -> None:
    """File the message here and queue it for elsewhere; return once it is on disk."""
