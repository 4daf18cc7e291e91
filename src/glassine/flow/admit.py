"""MAIL and RCPT: who may send as whom, and to whom."""

from dataclasses import dataclass

from glassine.events.facts import Check, Stage
from glassine.events.steps import (
    DenialsBypassed,
    RecipientChecked,
    RecipientSaid,
    SenderSaid,
)
from glassine.flow.desk import Desk
from glassine.flow.forwarding import way_back
from glassine.flow.judging import stages
from glassine.flow.judging.answers import answer
from glassine.flow.judging.denial import Denial
from glassine.flow.login import is_revoked
from glassine.flow.refuse import refuse, verdict
from glassine.flow.route import Destination, is_foreign, may_send_as, route
from glassine.flow.session import Session
from glassine.flow.transaction import Routed, Transaction
from glassine.mail import dates
from glassine.store.api.ids import StoreError
from glassine.store.api.store import Books
from glassine.wire.smtp import replies
from glassine.wire.smtp.replies import Reply
from glassine.words.envelope import Envelope, Recipient, Sender
from glassine.words.finding import CheckName, Finding
from glassine.words.public import Verdict


@dataclass(frozen=True, slots=True)
class _Ruling:
    """The answer to RCPT, whose it is where it is no, and where the mail goes."""

    reply: Reply
    check: Check | CheckName = Check.ACCESS
    destinations: tuple[Destination, ...] = ()
    findings: tuple[Finding, ...] = ()


_RELAY_DENIED = _Ruling(replies.RELAY_DENIED)
_NO_SUCH_USER = _Ruling(replies.NO_SUCH_USER, Check.ADDRESS)
_UNAVAILABLE = _Ruling(replies.MAILBOX_UNAVAILABLE, Check.STORAGE)


async def admit_sender(desk: Desk, session: Session, sender: Sender) -> Reply:
    """Answer MAIL, and begin a transaction where the answer is yes."""
    session.transactions += 1
    ruling = await _judge_sender(desk, session, sender)
    if ruling.reply.positive:
        session.transaction = Transaction(
            session.transaction_id, sender, desk.clock.ticks()
        )
        stages.sender_given(desk, session, session.transaction)
        if not desk.policy.delay_deny:
            found = await stages.settle(session)
            waits = stages.may_wait(desk, session, found)
            ruling = (None if waits else _denied(found)) or ruling
    reply = ruling.reply
    desk.journal.note(
        SenderSaid(
            at=desk.clock.now(),
            uuid=session.transaction_id,
            sender=sender.path,
            verdict=Verdict.CONT if reply.positive else verdict(reply),
        )
    )
    if reply.positive:
        return reply
    session.transaction = None
    return refuse(
        desk,
        session,
        reply,
        stage=Stage.MAIL,
        check=ruling.check,
        envelope=Envelope(sender),
        findings=ruling.findings,
    )


async def _judge_sender(desk: Desk, session: Session, sender: Sender) -> _Ruling:
    entry = session.entry
    if entry is None:
        if session.protocol.submits:
            return _Ruling(replies.AUTH_REQUIRED)
        return _Ruling(replies.SENDER_OK)
    # A null reverse-path is nobody's: RFC 5321 §4.5.5
    if sender.path and not may_send_as(desk.rules, entry.account, sender.path):
        return _Ruling(replies.SENDER_NOT_YOURS)
    allowance, now = desk.policy.allowance, desk.clock.now()
    if not allowance.messages.limited:
        return _Ruling(replies.SENDER_OK)
    try:
        used_up = await desk.store.look(
            lambda books: allowance.refuse_message(books, entry.account.address, now)
        )
    except StoreError:
        return _UNAVAILABLE
    if used_up is not None:
        return _Ruling(used_up, Check.ALLOWANCE)
    return _Ruling(replies.SENDER_OK)


async def admit_recipient(
    desk: Desk, session: Session, recipient: Recipient, envelope: Envelope
) -> Reply:
    """Answer RCPT; where it is yes, keep where the recipient's mail goes."""
    transaction = session.transaction
    assert transaction is not None  # the engine's table: RCPT follows MAIL
    asked = Envelope(envelope.sender, [*envelope.recipients, recipient])
    found = await stages.settle(session)
    denied = await stages.unless_welcome(desk, session, transaction, asked, found)
    held = denied if stages.may_wait(desk, session, denied) else None
    ruling = _with_others(transaction, held) or _denied(None if held else denied)
    if ruling is None:
        ruling = await _look_up(desk, session, envelope, recipient)
    if ruling.reply.positive:
        found = await stages.recipient_given(desk, session, transaction, asked)
        ruling = _denied(found) or ruling
    reply = ruling.reply
    _note_recipient(desk, session, transaction, recipient, reply)
    transaction.sums.count(reply.code)
    session.recipients.count(reply.code)
    if reply.positive:
        transaction.routed.append(Routed(recipient, ruling.destinations))
        transaction.held = held
        return reply
    return refuse(
        desk,
        session,
        reply,
        stage=Stage.RCPT,
        check=ruling.check,
        envelope=asked,
        findings=ruling.findings,
    )


def _with_others(transaction: Transaction, held: Denial | None) -> _Ruling | None:
    """Keep apart who is to have the message and for whom it will be refused.

    The refusal of a message is for all of its recipients. RFC 5321 §4.5.3.1.10
    """
    alike = (held is None) is (transaction.held is None)
    if alike or not transaction.routed:
        return None
    return _Ruling(replies.TOO_MANY_RECIPIENTS, Check.LIMITS)


def _denied(found: Denial | None) -> _Ruling | None:
    """Return what a check's refusal is answered with."""
    if found is None:
        return None
    finding = found.finding
    return _Ruling(answer(finding), finding.check, findings=(finding,))


async def _look_up(
    desk: Desk, session: Session, envelope: Envelope, recipient: Recipient
) -> _Ruling:
    try:
        return await desk.store.look(
            lambda books: _judge_recipient(desk, books, session, envelope, recipient)
        )
    except StoreError:
        return _UNAVAILABLE


def _judge_recipient(
    desk: Desk,
    books: Books,
    session: Session,
    envelope: Envelope,
    recipient: Recipient,
) -> _Ruling:
    if session.entry is not None and is_revoked(books, session.entry):
        return _RELAY_DENIED
    if session.account is not None:
        used_up = desk.policy.allowance.refuse_recipient(
            books, session.account, desk.clock.now(), len(envelope.recipients)
        )
        if used_up is not None:
            return _Ruling(used_up, Check.ALLOWANCE)
    back = way_back(desk, books, desk.rules, envelope.sender, recipient.path)
    if isinstance(back, Reply):
        return _Ruling(back, Check.RETURN_PATH)
    there = back or tuple(route(books, desk.rules, recipient.path))
    if is_foreign(recipient.path, there):
        return _judge_foreign(desk, books, session, recipient, there)
    return _Ruling(replies.RECIPIENT_OK, destinations=there) if there else _NO_SUCH_USER


def _judge_foreign(
    desk: Desk,
    books: Books,
    session: Session,
    recipient: Recipient,
    there: tuple[Destination, ...],
) -> _Ruling:
    """Only who logged in may send there, and not to what has bounced for good."""
    if not session.relays:
        return _RELAY_DENIED
    found = books.suppressions.of(recipient.path, desk.clock.now())
    if found is not None:
        since = dates.written(found.since).decode("ascii")
        reply = replies.suppressed(recipient.path, since)
        return _Ruling(reply, Check.SUPPRESSED)
    return _Ruling(replies.RECIPIENT_OK, destinations=there)


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
