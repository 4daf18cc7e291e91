"""What the operator sees of an accepted message: the records of its transaction."""

from collections.abc import Sequence

from glassine.events.facts import Mode, ScrubbedText, Tally
from glassine.events.milestones import Delivered, Queued, Received
from glassine.flow.desk import Desk
from glassine.flow.filing import Filing
from glassine.flow.parcel import Parcel
from glassine.words.clock import Seconds
from glassine.words.envelope import Envelope
from glassine.words.public import DeliveryId, FolderClass, QueueId, Size


def accepted(desk: Desk, parcel: Parcel) -> Queued | Received:
    """Return `queued` for what our own people send, `received` for all else."""
    session = parcel.session
    about = session.circumstances(parcel.envelope)
    size = Size(parcel.arrival.scanned.size)
    if not session.relays:
        return Received(
            at=desk.clock.now(),
            uuid=parcel.transaction.id,
            about=about,
            message_id=parcel.message_id,
            size=size,
            tls=session.tls is not None,
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
    )


def delivered(desk: Desk, parcel: Parcel, filings: Sequence[Filing]) -> list[Delivered]:
    """Return one `delivered` a mailbox."""
    now = desk.clock.now()
    delay = Seconds(desk.clock.ticks() - parcel.transaction.began)
    return [
        Delivered(
            at=now,
            uuid=DeliveryId(f"{parcel.transaction.id}.{number}"),
            about=parcel.session.circumstances(
                Envelope(parcel.envelope.sender, [filing.recipient])
            ),
            message_id=parcel.message_id,
            queue=QueueId(filing.letter.id.hex()),
            domain=filing.recipient.path.domain,
            host=desk.hostname,
            remote=None,
            mode=Mode.LOCAL,
            tls=False,
            auth=False,
            response=ScrubbedText(f"{filing.recipient.path.bracketed()} Saved"),
            delay=delay,
            fails=0,
            filed=FolderClass.INBOX,
            recipients=Tally(accepted=1),
        )
        for number, filing in enumerate(filings, start=1)
    ]
