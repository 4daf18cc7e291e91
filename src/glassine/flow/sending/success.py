"""Tell those who asked for it that their message has arrived. RFC 3461 §5.2, §5.3

A server that offers DSN tells the sender itself what becomes of what it takes; for one
that does not, the report is ours: `relayed`, for nobody will say more. What is filed in
a mailbox, here or by LMTP, is `delivered`.
"""

from collections.abc import Sequence

from glassine.flow.filing import Filing
from glassine.flow.parcel import Parcel
from glassine.flow.sending.bounce import Bounce, tell
from glassine.flow.sending.fate import Fate, Origin, origin_of
from glassine.flow.sending.loading import Opened
from glassine.flow.sending.reporting_desk import ReportingDesk
from glassine.mail.report import Action
from glassine.store.api.queue import Queueing
from glassine.words.envelope import Notify, Recipient
from glassine.words.private import Message
from glassine.words.public import Address, DeliveryId


async def filed_here(
    desk: ReportingDesk, parcel: Parcel, filings: Sequence[Filing]
) -> Bounce | None:
    """Return the report on what is filed here; None where nobody asked.

    Raises `StoreError`.
    """
    fates = [
        _fate(
            DeliveryId(f"{parcel.transaction.id}.{number}"),
            filing.recipient,
            final=filing.recipient.path,
            action=Action.DELIVERED,
        )
        for number, filing in enumerate(filings, start=1)
        if _is_asked(filing.recipient)
    ]
    return await tell(desk, _origin(desk, parcel), fates) if fates else None


async def passed_on(
    desk: ReportingDesk, opened: Opened, rows: Sequence[Queueing], *, filed: bool
) -> Bounce | None:
    """Return the report on rows that a server without DSN took; None if unasked.

    `filed` says that they are in a mailbox now. Raises `StoreError`.
    """
    action = Action.DELIVERED if filed else Action.RELAYED
    fates = [
        _fate(DeliveryId(row.id), asked, final=row.recipient, action=action)
        for row in rows
        if _is_asked(asked := opened.spooled[row.id].recipient)
    ]
    if not fates:
        return None
    first = rows[0]
    origin = origin_of(first, opened.spooled[first.id], opened.load.content)
    return await tell(desk, origin, fates)


def _is_asked(recipient: Recipient) -> bool:
    return Notify.SUCCESS in recipient.notify


def _fate(
    delivery: DeliveryId, asked: Recipient, *, final: Address, action: Action
) -> Fate:
    return Fate(delivery=delivery, asked=asked, final=final, action=action)


def _origin(desk: ReportingDesk, parcel: Parcel) -> Origin:
    """Return whose mail it is; its header is at hand, and more will not go back."""
    head = Message(parcel.stamped.fields + parcel.arrival.scanned.header + b"\r\n")
    return Origin(
        transaction=parcel.transaction.id,
        sender=parcel.envelope.sender,
        arrived=desk.clock.now(),
        forged=parcel.judgement.forged,
        came_from=parcel.came_from,
        content=lambda: iter((head,)),
    )
