"""What became of a recipient, and of whose mail: of this, reports are made.

Settling makes these from rows of the queue and what was said; delivery makes them of
mailboxes here. `bounce` writes the report.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from glassine.flow.queueing import Spooled
from glassine.flow.sending.course import NoCourse
from glassine.mail.report import Action
from glassine.store.api.queue import Queueing
from glassine.wire.smtp.answer import Answer
from glassine.words.clock import Milliseconds
from glassine.words.envelope import Recipient, Sender
from glassine.words.private import Message
from glassine.words.public import Address, DeliveryId, HostName, TransactionId

Content: TypeAlias = Callable[[], Iterator[Message]]
"""Open the message anew, prefix first. Raises `Damaged` and `StoreError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose mail it was, as MAIL had it."""

    transaction: TransactionId
    sender: Sender
    arrived: Milliseconds
    forged: bool  # its sender failed authentication: nobody is told of it
    content: Content | None  # None where it can be read no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one recipient, and who said so.

    `said` is another server's last word, or words of our own, which stand for a
    failure without an answer; None where all went well here.
    """

    delivery: DeliveryId
    asked: Recipient  # as RCPT had it
    final: Address  # where an alias led; else the same
    action: Action
    said: Answer | NoCourse | None
    host: HostName | None
    until: Milliseconds | None = None  # of a delay: when the tries end


def origin_of(row: Queueing, spooled: Spooled | None, content: Content) -> Origin:
    """Return whose mail a row is; `spooled` is None where it cannot be opened."""
    sender = Sender(row.sender)
    if spooled is not None:  # its path may be one that leads bounces through us
        sender = replace(spooled.sender, path=row.sender)
    return Origin(
        transaction=row.transaction,
        sender=sender,
        arrived=row.queued,
        forged=spooled is not None and spooled.forged,
        content=None if spooled is None else content,
    )


def fate_of(
    row: Queueing,
    spooled: Spooled | None,
    *,
    action: Action,
    said: Answer | NoCourse,
    host: HostName | None = None,
    until: Milliseconds | None = None,
) -> Fate:
    """Return what became of a row's recipient."""
    return Fate(
        delivery=DeliveryId(row.id),
        asked=Recipient(row.recipient) if spooled is None else spooled.recipient,
        final=row.recipient,
        action=action,
        said=said,
        host=host,
        until=until,
    )
