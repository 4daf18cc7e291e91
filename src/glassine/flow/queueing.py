"""Put a message into the queue, a row a recipient, for the courier to send."""

import msgspec

from glassine.flow.desk import Desk
from glassine.flow.parcel import Parcel
from glassine.store.api.queue import Queueing
from glassine.words.envelope import Recipient, Sender
from glassine.words.private import Message
from glassine.words.public import QueueId, Size


class Spooled(msgspec.Struct, frozen=True, array_like=True):
    """What the courier needs to send the message: sealed under the spool key."""

    message_key: bytes
    prefix: bytes

    def __repr__(self) -> str:
        return "<Spooled>"


class Asked(msgspec.Struct, frozen=True):
    """What MAIL and RCPT asked for, as it goes on to the next server."""

    sender: Sender
    recipient: Recipient


def queue_elsewhere(desk: Desk, parcel: Parcel) -> list[Queueing]:
    """Return the queue's rows for the recipients that are not here."""
    foreign = parcel.elsewhere()
    if not foreign:
        return []
    arrival, now = parcel.arrival, desk.clock.now()
    spooled = Spooled(arrival.message_key.reveal(), parcel.stamped.fields)
    content = Message(msgspec.msgpack.encode(spooled))
    sealed = desk.server_key.seal_queued(content, arrival.blob.id)
    return [
        Queueing(
            id=QueueId(f"{parcel.transaction.id}.{number}"),
            transaction=parcel.transaction.id,
            account=parcel.session.account,
            sender=parcel.envelope.sender.path,
            recipient=where.recipient,
            params=_asked(parcel.envelope.sender, recipient),
            blob=arrival.blob.id,
            sealed=sealed,
            message_id=parcel.message_id,
            queued=now,
            next_try=now,
            size=Size(arrival.scanned.size + len(parcel.stamped.fields)),
        )
        for number, (recipient, where) in enumerate(foreign, len(parcel.here()) + 1)
    ]


def _asked(sender: Sender, recipient: Recipient) -> bytes:
    return msgspec.json.encode(Asked(sender, recipient))
