"""The spine: a whole message has arrived; judge it, keep it, and only then say yes."""

from glassine.events.kinds import Check, MessageEnded, QueueEnded, Stage
from glassine.flow.deliver import deliver
from glassine.flow.desk import Desk
from glassine.flow.intake import Arrival, Intake
from glassine.flow.judge import judge
from glassine.flow.refuse import refuse, verdict
from glassine.flow.session import Session
from glassine.flow.stamp import stamp
from glassine.flow.transaction import Transaction
from glassine.mail.message_id import message_id
from glassine.store.api.ids import Full, StoreError
from glassine.wire.smtp import replies
from glassine.wire.smtp.replies import Reply
from glassine.words.clock import Seconds
from glassine.words.envelope import Envelope
from glassine.words.private import Key, Message
from glassine.words.public import MessageIdDigest, Size, Verdict


def begin(desk: Desk, session: Session) -> None:
    """Make ready for the message: a fresh key, and a blob to seal it into."""
    assert session.transaction is not None
    key = Key(desk.chance(32))
    session.transaction.intake = Intake(desk.store.new_blob(), key)


def take(session: Session, run: Message) -> None:
    """Seal one run of the message; a failure is answered when the message ends."""
    transaction = session.transaction
    assert transaction is not None
    if transaction.intake is None:
        return
    session.octets += len(run)
    try:
        transaction.intake.take(run)
    except StoreError as failure:
        transaction.failure = failure
        transaction.intake.abandon()
        transaction.intake = None


def abandon(session: Session) -> None:
    """The transaction came to nothing: what was sealed of its message is dropped."""
    if session.transaction is not None and session.transaction.intake is not None:
        session.transaction.intake.abandon()
    session.transaction = None


async def receive(desk: Desk, session: Session, envelope: Envelope) -> list[Reply]:
    """Judge the message, stamp it, file and queue it; answer after the commit.

    One reply a transaction; LMTP's one a recipient is made by `answers`.
    """
    transaction = session.transaction
    assert transaction is not None
    try:
        if transaction.intake is None:
            raise transaction.failure or Full
        arrival = transaction.intake.finish()
        refusal = judge(desk, arrival)
        _note_end(desk, session, transaction, arrival, refusal)
        if refusal is not None:
            transaction.intake.abandon()
            return [_refused(desk, session, envelope, Check.LOOP, refusal)]
        stamped = await stamp(desk, session, envelope, arrival)
        await deliver(desk, session, envelope, arrival, stamped)
    except StoreError as failure:
        abandon(session)
        return [_not_kept(desk, session, envelope, failure)]
    session.transaction = None
    session.messages.count(250)
    return [replies.queued(transaction.id)]


def _note_end(
    desk: Desk,
    session: Session,
    transaction: Transaction,
    arrival: Arrival,
    refusal: Reply | None,
) -> None:
    desk.journal.note(
        MessageEnded(
            at=desk.clock.now(),
            uuid=transaction.id,
            message_id=digest_of(desk, arrival),
            size=Size(arrival.scanned.size),
            recipients=transaction.sums.tally(),
            delay=Seconds(desk.clock.ticks() - transaction.began),
            verdict=verdict(refusal) if refusal else Verdict.CONT,
        )
    )


def digest_of(desk: Desk, arrival: Arrival) -> MessageIdDigest | None:
    """Return the Message-ID as the operator may see it."""
    found = message_id(arrival.scanned.header)
    return desk.policy.show_message_id(found) if found else None


def _not_kept(
    desk: Desk, session: Session, envelope: Envelope, failure: StoreError
) -> Reply:
    full = isinstance(failure, Full)
    reply = replies.STORAGE_FULL if full else replies.MAILBOX_UNAVAILABLE
    desk.journal.note(
        QueueEnded(
            at=desk.clock.now(), uuid=session.transaction_id, verdict=Verdict.DENYSOFT
        )
    )
    return _refused(desk, session, envelope, Check.STORAGE, reply)


def _refused(
    desk: Desk, session: Session, envelope: Envelope, check: Check, reply: Reply
) -> Reply:
    session.messages.count(reply.code)
    return refuse(
        desk, session, reply, stage=Stage.DATA, check=check, envelope=envelope
    )
