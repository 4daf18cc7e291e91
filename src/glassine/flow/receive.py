"""The spine: a whole message has arrived; judge it, keep it, and only then say yes."""

from collections.abc import Collection, Sequence

from glassine.events.facts import Check, Stage
from glassine.events.steps import MessageEnded, QueueEnded
from glassine.flow.complete import complete
from glassine.flow.deliver import deliver
from glassine.flow.desk import Desk
from glassine.flow.intake import Arrival, HeaderTooLong, Intake
from glassine.flow.judge import is_looping, judge
from glassine.flow.judging.answers import answer
from glassine.flow.judging.denial import Denial, is_of_reputation
from glassine.flow.judging.outcome import remember_refused
from glassine.flow.judging.stages import is_judged
from glassine.flow.milestones import found_spam
from glassine.flow.parcel import Parcel
from glassine.flow.refuse import refuse, verdict
from glassine.flow.rejects import keep
from glassine.flow.session import Session
from glassine.flow.stamp import stamp
from glassine.flow.transaction import Transaction
from glassine.mail.message_id import message_id
from glassine.store.api.ids import Full, StoreError, Unavailable
from glassine.trust.dkim_body import BodyHash
from glassine.trust.verifier import Verifier
from glassine.wire.smtp import replies
from glassine.wire.smtp.replies import Reply
from glassine.words.clock import Seconds
from glassine.words.envelope import Envelope
from glassine.words.finding import CheckName, Finding
from glassine.words.private import Key, Message
from glassine.words.public import (
    Domain,
    HostName,
    MessageIdDigest,
    Protocol,
    Size,
    Verdict,
)


def begin(desk: Desk, session: Session) -> None:
    """Make ready for the message: a fresh key, and a blob to seal it into."""
    transaction = session.transaction
    assert transaction is not None
    judged = is_judged(desk, session)
    signs = session.relays or transaction.goes_on
    transaction.intake = Intake(
        blob=desk.store.new_blob(),
        message_key=Key(desk.chance(32)),
        body_hash=BodyHash() if signs else None,
        keep=desk.policy.look_at if judged else 0,
        ours=_names_of_ours(desk, session, transaction),
        verifier=Verifier if judged and desk.judges.authentication else None,
    )


def _names_of_ours(
    desk: Desk, session: Session, transaction: Transaction
) -> Collection[HostName | Domain]:
    """Return under whose name nobody else may report what was checked. RFC 8601 §5

    Who hands mail over by LMTP may: it is ours, and has checked it. So may a server of
    our own networks, in its own name; nobody else may for any server of the domains
    that the mail is for, or of the account that sends it.
    """
    if session.protocol is Protocol.LMTP:
        return ()
    if session.account is not None:
        return (desk.hostname, session.account.domain)
    if not is_judged(desk, session):
        return (desk.hostname,)
    domains = {routed.recipient.path.domain for routed in transaction.routed}
    return (desk.hostname, *domains)


def take(session: Session, run: Message) -> None:
    """Seal one run of the message; a failure is answered when the message ends."""
    transaction = session.transaction
    assert transaction is not None
    if transaction.intake is None:
        return
    session.octets += len(run)
    try:
        transaction.intake.take(run)
    except (StoreError, HeaderTooLong) as failure:
        transaction.failure = failure
        transaction.intake.abandon()
        transaction.intake = None


def abandon(session: Session) -> None:
    """The transaction came to nothing: what was sealed of its message is dropped."""
    if session.transaction is not None:
        session.transaction.abandon()
    session.transaction = None


async def receive(desk: Desk, session: Session, envelope: Envelope) -> Sequence[Reply]:
    """Judge the message, stamp it, keep it; answer only after the commit."""
    transaction = session.transaction
    assert transaction is not None
    try:
        reply = await _receive(desk, session, transaction, envelope)
    except StoreError as failure:
        reply = _not_kept(desk, session, envelope, failure)
    except HeaderTooLong:
        reply = replies.HEADER_TOO_LONG
        reply = _refused(desk, session, envelope, Check.LIMITS, reply)
    if not reply.positive:
        abandon(session)
    session.transaction = None
    session.messages.count(reply.code)
    return _answers(session, envelope, reply)


async def _receive(
    desk: Desk, session: Session, transaction: Transaction, envelope: Envelope
) -> Reply:
    if transaction.intake is None:
        raise transaction.failure or Unavailable
    arrival = complete(desk, session, transaction.intake.finish())
    found = message_id(arrival.envelope.message_id)
    digest = desk.policy.show_message_id(found) if found else None
    if is_looping(desk, arrival):
        _ended(desk, transaction, arrival, digest, replies.MAIL_LOOP)
        return _refused(desk, session, envelope, Check.LOOP, replies.MAIL_LOOP)
    judgement = await judge(desk, session, transaction, envelope, arrival)
    denial = judgement.denial
    refusal = answer(denial.finding) if denial else None
    _ended(desk, transaction, arrival, digest, refusal)
    parcel = Parcel(
        session=session,
        transaction=transaction,
        envelope=envelope,
        arrival=arrival,
        stamped=await stamp(desk, session, envelope, arrival, judgement.authenticity),
        message_id=digest,
        judgement=judgement,
    )
    if denial is not None and refusal is not None:
        return await _denied(desk, parcel, denial, refusal)
    await deliver(desk, parcel)
    return replies.queued(transaction.id)


async def _denied(desk: Desk, parcel: Parcel, denial: Denial, reply: Reply) -> Reply:
    """Say no; what would do no harm may yet be kept for those whom it was for."""
    for each in found_spam(desk, parcel, refused=True):
        desk.journal.note(each)
    remember_refused(desk, parcel, denial)
    if desk.policy.rejects and is_of_reputation(denial):
        await keep(desk, parcel)
    finding = denial.finding
    others = [each for each in parcel.judgement.findings if each is not finding]
    return _refused(
        desk,
        parcel.session,
        parcel.envelope,
        finding.check,
        reply,
        (finding, *others),
    )


def _ended(
    desk: Desk,
    transaction: Transaction,
    arrival: Arrival,
    digest: MessageIdDigest | None,
    refusal: Reply | None,
) -> None:
    desk.journal.note(
        MessageEnded(
            at=desk.clock.now(),
            uuid=transaction.id,
            message_id=digest,
            size=Size(arrival.scanned.size),
            recipients=transaction.sums.tally(),
            delay=Seconds(desk.clock.ticks() - transaction.began),
            verdict=verdict(refusal) if refusal else Verdict.CONT,
        )
    )


def _answers(session: Session, envelope: Envelope, reply: Reply) -> Sequence[Reply]:
    """Return one reply; in LMTP one a recipient. RFC 2033 §4.2"""
    if session.protocol is not Protocol.LMTP:
        return (reply,)
    if not reply.positive:
        return [reply] * len(envelope.recipients)
    return [
        replies.saved(recipient.path, session.transaction_id)
        for recipient in envelope.recipients
    ]


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
    desk: Desk,
    session: Session,
    envelope: Envelope,
    check: Check | CheckName,
    reply: Reply,
    findings: tuple[Finding, ...] = (),
) -> Reply:
    return refuse(
        desk,
        session,
        reply,
        stage=Stage.DATA,
        check=check,
        envelope=envelope,
        findings=findings,
    )
