"""What the operator sees of an accepted message: the records of its transaction."""

from collections.abc import Sequence

from glassine.events.facts import Circumstances, ScrubbedText, Tally
from glassine.events.facts_of_sending import Mode, TlsVersionName
from glassine.events.milestones import (
    Delivered,
    FoundSpam,
    Queued,
    Received,
    Reported,
)
from glassine.flow.desk import Desk
from glassine.flow.filing import Filing
from glassine.flow.parcel import Parcel
from glassine.mail.trace import Tls
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.envelope import Envelope
from glassine.words.public import (
    DeliveryId,
    HostName,
    MessageIdDigest,
    QueueId,
    Size,
    SpamStatus,
)


def accepted(desk: Desk, parcel: Parcel) -> Queued | Received:
    """Return `queued` for what our own people send, `received` for all else."""
    session = parcel.session
    about = session.circumstances(parcel.envelope, parcel.judgement.status)
    size = Size(parcel.arrival.scanned.size)
    if not session.relays:
        return Received(
            at=desk.clock.now(),
            uuid=parcel.transaction.id,
            about=about,
            message_id=parcel.message_id,
            size=size,
            tls=session.tls is not None,
            tls_version=_version(session.tls),
            spam_score=parcel.judgement.score,
            findings=parcel.judgement.findings,
            sender_checks=parcel.judgement.sender_checks,
        )
    return Queued(
        at=desk.clock.now(),
        uuid=parcel.transaction.id,
        about=about,
        message_id=parcel.message_id,
        size=size,
        signed_for=parcel.stamped.signed_for,
        auth_method=session.method,
        tls=session.tls is not None,
        tls_version=_version(session.tls),
    )


def _version(tls: Tls | None) -> TlsVersionName | None:
    return TlsVersionName(tls.version) if tls else None


def found_spam(desk: Desk, parcel: Parcel, *, refused: bool = False) -> list[FoundSpam]:
    """Return `spam` of what at least one recipient calls that; of all else nothing."""
    judgement = parcel.judgement
    if judgement.score is None or judgement.status is not SpamStatus.SPAM:
        return []
    return [
        FoundSpam(
            at=desk.clock.now(),
            uuid=parcel.transaction.id,
            about=parcel.session.circumstances(parcel.envelope, judgement.status),
            message_id=parcel.message_id,
            spam_score=judgement.score,
            findings=judgement.findings,
            refused=refused,
        )
    ]


def delivered(desk: Desk, parcel: Parcel, filings: Sequence[Filing]) -> list[Delivered]:
    """Return one `delivered` a mailbox."""
    delay = Seconds(desk.clock.ticks() - parcel.transaction.began)
    return [
        filed(
            filing,
            at=desk.clock.now(),
            uuid=DeliveryId(f"{parcel.transaction.id}.{number}"),
            about=parcel.session.circumstances(
                Envelope(parcel.envelope.sender, [filing.recipient]), filing.status
            ),
            message_id=parcel.message_id,
            host=desk.hostname,
            delay=delay,
        )
        for number, filing in enumerate(filings, start=1)
    ]


def filed(
    filing: Filing,
    *,
    at: Milliseconds,
    uuid: DeliveryId,
    about: Circumstances,
    message_id: MessageIdDigest | None,
    host: HostName,
    delay: Seconds,
    of: Reported | None = None,
) -> Delivered:
    """Return the `delivered` of one mailbox here."""
    return Delivered(
        at=at,
        uuid=uuid,
        about=about,
        message_id=message_id,
        queue=QueueId(filing.letter.id.hex()),
        domain=filing.recipient.path.domain,
        host=host,
        remote=None,
        mode=Mode.LOCAL,
        tls=False,
        auth=False,
        response=ScrubbedText(f"{filing.recipient.path.bracketed()} Saved"),
        delay=delay,
        fails=0,
        filed=filing.folder,
        recipients=Tally(accepted=1),
        of=of,
    )
