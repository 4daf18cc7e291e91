"""Put a message into the queue, a row a recipient, for the courier to send."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec

from glassine.events.milestones import Reported
from glassine.flow import forwarding
from glassine.flow.desk import Desk
from glassine.flow.intake import Arrival
from glassine.flow.parcel import Parcel
from glassine.flow.post_desk import PostDesk
from glassine.flow.route import Elsewhere
from glassine.store.api.queue import Queueing
from glassine.words.clock import Milliseconds
from glassine.words.envelope import BodyType, Recipient, Sender
from glassine.words.private import Message
from glassine.words.public import (
    Address,
    Domain,
    HostName,
    MessageIdDigest,
    QueueId,
    Size,
    TransactionId,
)


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
    of: Reported | None = None  # what it tells of, where it is a report of ours
    forged: bool = False  # its sender failed authentication
    came_from: HostName | None = None  # who handed it over; not where that is our own

    def __repr__(self) -> str:
        return "<Spooled>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """What the rows of one message have in common."""

    transaction: TransactionId
    account: Address | None
    sender: Sender  # as MAIL had it
    arrival: Arrival
    fields: bytes  # before the message
    seals: Mapping[Domain, bytes] = field(default_factory=dict)  # and before those
    message_id: MessageIdDigest | None
    of: Reported | None = None
    forged: bool = False
    came_from: HostName | None = None


Lease: TypeAlias = Callable[[Domain], Milliseconds | None]
"""Return until when a new row to a domain is leased, if it is."""


def _unleased(_: Domain) -> None:
    """Who claims it will find it."""


def queue_elsewhere(desk: Desk, parcel: Parcel) -> list[Queueing]:
    """Return the queue's rows for the recipients that are not here."""
    elsewhere = parcel.elsewhere()
    if not elsewhere:
        return []
    posting = Posting(
        transaction=parcel.transaction.id,
        account=parcel.session.account,
        sender=parcel.envelope.sender,
        arrival=parcel.arrival,
        fields=parcel.stamped.fields,
        seals=parcel.stamped.seals,
        message_id=parcel.message_id,
        forged=parcel.judgement.forged,
        came_from=parcel.came_from,
    )
    first = len(parcel.here()) + 1
    return queue(desk, posting, elsewhere, first=first, lease=desk.outbox.lease)


def queue(
    desk: PostDesk,
    posting: Posting,
    elsewhere: Iterable[tuple[Recipient, Elsewhere]],
    *,
    first: int,
    lease: Lease = _unleased,
) -> list[Queueing]:
    """Return a row for each recipient, numbered on from the first."""
    return [
        _row(
            desk,
            posting,
            QueueId(f"{posting.transaction}.{number}"),
            asked,
            where,
            lease(where.recipient.domain),
        )
        for number, (asked, where) in enumerate(elsewhere, first)
    ]


def _row(
    desk: PostDesk,
    posting: Posting,
    name: QueueId,
    asked: Recipient,
    where: Elsewhere,
    claimed_until: Milliseconds | None,
) -> Queueing:
    arrival, now = posting.arrival, desk.clock.now()
    spooled = _spooled(desk, posting, asked, where)
    content = Message(msgspec.msgpack.encode(spooled))
    return Queueing(
        id=name,
        transaction=posting.transaction,
        account=posting.account,
        sender=posting.sender.path,
        recipient=where.recipient,
        blob=arrival.blob.id,
        sealed=desk.server_key.seal_queued(content, arrival.blob.id, name),
        message_id=posting.message_id,
        queued=now,
        next_try=now,
        size=Size(arrival.scanned.size + len(spooled.prefix)),
        claimed_until=claimed_until,
    )


def _spooled(
    desk: PostDesk, posting: Posting, asked: Recipient, where: Elsewhere
) -> Spooled:
    arrival, sender, fields = posting.arrival, posting.sender, posting.fields
    if posting.account is None and where.recipient != asked.path:
        sender = forwarding.through_us(desk, sender, asked.path.domain)
        fields = posting.seals.get(asked.path.domain, b"") + fields
    return Spooled(
        arrival.message_key.reveal(),
        fields,
        sender,
        asked,
        eight_bit=arrival.eight_bit or not fields.isascii(),
        binary=sender.body is BodyType.BINARY,
        utf8_header=_needs_utf8(sender, fields + arrival.scanned.header),
        of=posting.of,
        forged=posting.forged,
        came_from=posting.came_from,
    )


def _needs_utf8(sender: Sender, header: bytes) -> bool:
    """Tell whether the header is UTF-8 by intent: octets of old junk are not."""
    return sender.utf8 and not header.isascii()
