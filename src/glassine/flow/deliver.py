"""One message, one transaction: blob, rows of every recipient, events; then the yes."""

from collections.abc import Callable, Sequence, Set

from msgspec.structs import replace

from glassine.events.milestones import Milestone
from glassine.events.steps import QueueBegun, QueueEnded, Split
from glassine.flow.consignment import Consignment
from glassine.flow.desk import Desk
from glassine.flow.filing import file_here
from glassine.flow.judging.correspondents import remember_written
from glassine.flow.judging.outcome import remember_filed
from glassine.flow.milestones import accepted, delivered, found_spam
from glassine.flow.parcel import Parcel
from glassine.flow.queueing import queue_elsewhere
from glassine.flow.sending.bounce import Bounce
from glassine.flow.sending.success import filed_here
from glassine.store.api.ids import StoreError
from glassine.store.api.store import Books
from glassine.words.public import QueueId, Verdict


async def deliver(desk: Desk, parcel: Parcel) -> None:
    """File the message here and queue it for elsewhere; return once it is on disk.

    Raises `StoreError`, with nothing kept.
    """
    desk.journal.note(QueueBegun(at=desk.clock.now(), uuid=parcel.transaction.id))
    filings = [
        file_here(desk, parcel, recipient, here) for recipient, here in parcel.here()
    ]
    milestones = [
        accepted(desk, parcel),
        *found_spam(desk, parcel),
        *delivered(desk, parcel, filings),
    ]
    queueings = queue_elsewhere(desk, parcel)
    consignment = Consignment(parcel.arrival.blob, filings, queueings, milestones)
    report = await filed_here(desk, parcel, filings)
    remember = _counted(desk, parcel), remember_written(desk, parcel)
    held = await _write(desk, consignment, report, remember)
    remember_filed(desk, parcel)
    _show(desk, parcel, milestones)
    if report is not None:
        report.committed(desk)
    desk.outbox.posted([row for row in queueings if row.id not in held])


async def _write(
    desk: Desk,
    consignment: Consignment,
    report: Bounce | None,
    remember: Sequence[Callable[[Books], None]],
) -> Set[QueueId]:
    """Write the message, and with it the report where one is asked for.

    Returns which rows of the queue a rule of the operator's holds.
    """

    def keep(books: Books) -> Set[QueueId]:
        held = consignment.keep(books)
        for each in remember:
            each(books)
        if report is not None:
            report.keep(books)
        return held

    try:
        held = await desk.store.write(keep)
    except StoreError:
        if report is not None:
            report.abandon()
        raise
    consignment.committed(desk.notices)
    return held


def _counted(desk: Desk, parcel: Parcel) -> Callable[[Books], None]:
    """Return what counts the message for its account, where there is a limit."""
    account, now = parcel.session.account, desk.clock.now()
    if account is None or not desk.policy.allowance.limited:
        return lambda books: None
    recipients = len(parcel.envelope.recipients)
    return lambda books: books.usage.count(account, now, recipients)


def _show(desk: Desk, parcel: Parcel, milestones: Sequence[Milestone]) -> None:
    """Say that it is done, in the log's order and at the time it is said."""
    now = desk.clock.now()
    domains = dict.fromkeys(r.path.domain for r in parcel.envelope.recipients)
    desk.journal.note(Split(at=now, domains=tuple(domains)))
    desk.journal.note(
        QueueEnded(at=now, uuid=parcel.transaction.id, verdict=Verdict.OK)
    )
    for milestone in milestones:
        desk.journal.show(replace(milestone, at=now))
