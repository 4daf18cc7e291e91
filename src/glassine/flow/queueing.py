"""Put a message into the queue, a row a recipient, for the courier to send."""

import msgspec

from glassine.events.milestones import Reported
from glassine.flow.desk import Desk
from glassine.flow.parcel import Parcel
from glassine.flow.route import Elsewhere
from glassine.store.api.queue import Queueing
from glassine.words.envelope import BodyType, Recipient, Sender
from glassine.words.private import Message
from glassine.words.public import QueueId, Size


class Spooled(msgspec.Struct, frozen=True, array_like=True):
    """What it takes to send to one recipient: sealed under the spool key.

    What MAIL and RCPT asked is in it, for ENVID and ORCPT are the sender's own words.
    """

    message_key: bytes
    prefix: bytes
    sender: Sender
    recipient: Recipient
    eight_bit: bool = False  # whether any octet of it is beyond ASCII
    binary: bool = False  # whether its lines may be no lines. RFC 3030
    utf8_header: bool = False  # whether it cannot be told without SMTPUTF8. RFC 6531
    of: Reported | None = None  # what it tells of, where it is a report
    forged: bool = False  # its sender failed authentication

    def __repr__(self) -> str:
        return "<Spooled>"


def queue_elsewhere(desk: Desk, parcel: Parcel) -> list[Queueing]:
    """Return the queue's rows for the recipients that are not here."""
    first = len(parcel.here()) + 1
    return [
        _row(desk, parcel, QueueId(f"{parcel.transaction.id}.{number}"), asked, where)
        for number, (asked, where) in enumerate(parcel.elsewhere(), first)
    ]


def _row(
    desk: Desk, parcel: Parcel, name: QueueId, asked: Recipient, where: Elsewhere
) -> Queueing:
    arrival, sender, now = parcel.arrival, parcel.envelope.sender, desk.clock.now()
    fields = parcel.stamped.fields
    spooled = Spooled(
        arrival.message_key.reveal(),
        fields,
        sender,
        asked,
        eight_bit=arrival.eight_bit or not fields.isascii(),
        binary=sender.body is BodyType.BINARY,
        utf8_header=_needs_utf8(sender, fields + arrival.scanned.header),
    )
    content = Message(msgspec.msgpack.encode(spooled))
    return Queueing(
        id=name,
        transaction=parcel.transaction.id,
        account=parcel.session.account,
        sender=sender.path,
        recipient=where.recipient,
        blob=arrival.blob.id,
        sealed=desk.server_key.seal_queued(content, arrival.blob.id, name),
        message_id=parcel.message_id,
        queued=now,
        next_try=now,
        size=Size(arrival.scanned.size + len(fields)),
    )


def _needs_utf8(sender: Sender, header: bytes) -> bool:
    """Tell whether the header is UTF-8 by intent: octets of old junk are not."""
    return sender.utf8 and not header.isascii()
