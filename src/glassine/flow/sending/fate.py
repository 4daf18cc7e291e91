"""What became of a recipient, and of whose mail: of this, reports are made.

Settling makes these from rows of the queue and what was said; delivery makes them of
mailboxes here. `bounce` tells the sender.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from glassine.events.facts import ScrubbedText
from glassine.flow.queueing import Spooled
from glassine.flow.sending.course import NoCourse
from glassine.mail.report import Action
from glassine.store.api.queue import Queueing
from glassine.wire.smtp.answer import Answer
from glassine.words.clock import Milliseconds
from glassine.words.envelope import Recipient, Sender
from glassine.words.private import Message
from glassine.words.public import (
    Address,
    DeliveryId,
    EnhancedCode,
    HostName,
    TransactionId,
)

Content: TypeAlias = Callable[[], Iterator[Message]]
"""Open the message anew, prefix first. Raises `Damaged` and `StoreError`."""

NOTHING_SHOWN = ScrubbedText("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose mail it was, as MAIL had it."""

    transaction: TransactionId
    sender: Sender
    arrived: Milliseconds
    forged: bool = False  # its sender failed authentication: nobody is told of it
    came_from: HostName | None = None  # None where that is our own people's business
    content: Content | None = None  # None where it can be read no more


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one recipient, and who said so.

    `said` is another server's last word, or words of our own, which stand for a
    failure without an answer; None where all went well here. `shown` is the answer as
    the operator sees it.
    """

    delivery: DeliveryId
    asked: Recipient  # as RCPT had it
    final: Address  # where an alias led; else the same
    action: Action
    said: Answer | NoCourse | None = None
    host: HostName | None = None
    until: Milliseconds | None = None  # of a delay: when the tries end
    shown: ScrubbedText = NOTHING_SHOWN

    @property
    def forwarded(self) -> bool:
        """Tell whether an alias led elsewhere, which is not the sender's business."""
        return self.final != self.asked.path

    @property
    def status(self) -> EnhancedCode:
        """Return the status code; one that fits where the server gave none."""
        code, given = (250, None) if self.said is None else _codes(self.said)
        if given is not None and given.klass == code // 100:
            return given
        return EnhancedCode(code // 100, 0, 0)


def origin_of(row: Queueing, spooled: Spooled | None, content: Content) -> Origin:
    """Return whose mail a row is; `spooled` is None where it cannot be opened."""
    if spooled is None:
        return Origin(
            transaction=row.transaction, sender=Sender(row.sender), arrived=row.queued
        )
    return Origin(
        transaction=row.transaction,
        # What is spooled may lead bounces through us; the row has who it was.
        sender=replace(spooled.sender, path=row.sender),
        arrived=row.queued,
        forged=spooled.forged,
        came_from=spooled.came_from,
        content=content,
    )


def fate_of(
    row: Queueing,
    spooled: Spooled | None,
    *,
    action: Action,
    said: Answer | NoCourse,
    host: HostName | None = None,
    until: Milliseconds | None = None,
    shown: ScrubbedText = NOTHING_SHOWN,
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
        shown=shown,
    )


def _codes(said: Answer | NoCourse) -> tuple[int, EnhancedCode | None]:
    if isinstance(said, Answer):
        return said.code, said.enhanced
    klass, subject, detail = map(int, said.enhanced.split("."))
    return said.code, EnhancedCode(klass, subject, detail)
