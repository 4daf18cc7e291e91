"""MAIL and RCPT: who may send as whom, and to whom."""

from glassine.events.facts import Check, Stage
from glassine.events.steps import (
    DenialsBypassed,
    RecipientChecked,
    RecipientSaid,
    SenderSaid,
)
from glassine.flow.desk import Desk
from glassine.flow.login import is_revoked
from glassine.flow.refuse import refuse, verdict
from glassine.flow.route import Destination, is_foreign, may_send_as, route
from glassine.flow.session import Session
from glassine.flow.transaction import Routed, Transaction
from glassine.store.api.ids import StoreError
from glassine.wire.smtp import replies
from glassine.wire.smtp.replies import Reply
from glassine.words.envelope import Envelope, Recipient, Sender
from glassine.words.public import Verdict

_CHECKS = {
    replies.NO_SUCH_USER: Check.ADDRESS,
    replies.MAILBOX_UNAVAILABLE: Check.STORAGE,
}


def admit_sender(desk: Desk, session: Session, sender: Sender) -> Reply:
    """Answer MAIL, and begin a transaction where the answer is yes."""
    session.transactions += 1
    reply = _judge_sender(desk, session, sender)
    desk.journal.note(
        SenderSaid(
            at=desk.clock.now(),
            uuid=session.transaction_id,
            sender=sender.path,
            verdict=Verdict.CONT if reply.positive else verdict(reply),
        )
    )
    if not reply.positive:
        return refuse(
            desk,
            session,
            reply,
            stage=Stage.MAIL,
            check=Check.ACCESS,
            envelope=Envelope(sender),
        )
    session.transaction = Transaction(
        session.transaction_id, sender, desk.clock.ticks()
    )
    return reply


def _judge_sender(desk: Desk, session: Session, sender: Sender) -> Reply:
    if session.protocol.submits and session.entry is None:
        return replies.AUTH_REQUIRED
    if session.entry is None or sender.path is None:
        return replies.SENDER_OK  # a null reverse-path is nobody's: RFC 5321 §4.5.5
    owned = may_send_as(desk.rules, session.entry.account, sender.path)
    return replies.SENDER_OK if owned else replies.SENDER_NOT_YOURS


async def admit_recipient(
    desk: Desk, session: Session, recipient: Recipient, envelope: Envelope
) -> Reply:
    """Answer RCPT; where it is yes, keep where the recipient's mail goes."""
    transaction = session.transaction
    assert transaction is not None  # the engine's table: RCPT follows MAIL
    try:
        destinations, revoked = await desk.store.look(
            lambda books: (
                tuple(route(books, desk.rules, recipient.path)),
                session.entry is not None and is_revoked(books, session.entry),
            )
        )
        if revoked:
            reply = replies.RELAY_DENIED
        else:
            reply = _judge_recipient(session, recipient, destinations)
    except StoreError:
        destinations, reply = (), replies.MAILBOX_UNAVAILABLE
    _note_recipient(desk, session, transaction, recipient, reply)
    transaction.sums.count(reply.code)
    session.recipients.count(reply.code)
    if reply.positive:
        transaction.routed.append(Routed(recipient, destinations))
        return reply
    asked = Envelope(envelope.sender, [*envelope.recipients, recipient])
    check = _CHECKS.get(reply, Check.ACCESS)
    return refuse(desk, session, reply, stage=Stage.RCPT, check=check, envelope=asked)


def _judge_recipient(
    session: Session, recipient: Recipient, destinations: tuple[Destination, ...]
) -> Reply:
    if not session.relays:
        if session.held is not None:
            return session.held
        if is_foreign(recipient.path, destinations):
            return replies.RELAY_DENIED
    return replies.RECIPIENT_OK if destinations else replies.NO_SUCH_USER


def _note_recipient(
    desk: Desk,
    session: Session,
    transaction: Transaction,
    recipient: Recipient,
    reply: Reply,
) -> None:
    now, uuid, said = desk.clock.now(), transaction.id, verdict(reply)
    desk.journal.note(
        RecipientChecked(at=now, uuid=uuid, recipient=recipient.path, verdict=said)
    )
    if session.relays:
        desk.journal.note(DenialsBypassed(at=now, uuid=uuid))
    desk.journal.note(
        RecipientSaid(
            at=now,
            uuid=uuid,
            recipient=recipient.path,
            sender=transaction.sender.path,
            verdict=said,
        )
    )
