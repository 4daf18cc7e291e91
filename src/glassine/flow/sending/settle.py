"""Write down what became of each recipient: all of it in one transaction.

A recipient that was served leaves the queue. One that was not waits for its next try,
or is given up; its sender hears of it then, and once before if it takes long. What the
log shows is on disk.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from msgspec.structs import replace

from glassine.events.facts import GivenUp, Mode
from glassine.events.milestones import Bounced, Deferred, Delivered
from glassine.flow.sending import outgoing
from glassine.flow.sending.bounce import Bounce, tell
from glassine.flow.sending.desk import SendingDesk
from glassine.flow.sending.fate import fate_of, origin_of
from glassine.flow.sending.loading import Opened, open_rows
from glassine.flow.sending.ruling import Failed
from glassine.flow.sending.success import passed_on
from glassine.mail.report import Action
from glassine.store.api.ids import Full, Missing, StoreError, Unavailable
from glassine.store.api.queue import Failure, Queueing
from glassine.store.api.store import Books
from glassine.store.api.tls_results import Day, TlsResult
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import QueueId

AGAIN = Seconds(2)  # until what cannot be told twice is written down once more
_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Tried:
    """One row, and how its try ended: with the event of it, or not well."""

    row: Queueing
    ending: Delivered | Failed
    reports: bool = False  # who took it tells the sender what becomes of it


@dataclass(frozen=True, slots=True)
class _Waits:
    """A row that is put back."""

    row: Queueing
    failed: Failed
    next_try: Milliseconds
    is_late: bool  # its sender has not heard that it takes long


@dataclass(frozen=True, slots=True)
class _Ends:
    """A row that is given up."""

    row: Queueing
    failed: Failed
    reason: GivenUp


@dataclass(slots=True)
class _Entries:
    """All that is written of one report, in one transaction."""

    gone: list[QueueId] = field(default_factory=list)
    waiting: list[tuple[QueueId, Milliseconds, Failure]] = field(default_factory=list)
    warned: list[QueueId] = field(default_factory=list)
    reports: list[Bounce] = field(default_factory=list)
    events: list[Delivered | Deferred | Bounced] = field(default_factory=list)

    def keep(self, day: Day, tls: Sequence[TlsResult], books: Books) -> None:
        """Write them. A row that the operator has dropped meanwhile stays dropped."""
        for row in self.gone:
            books.queue.drop(row)
        for row, next_try, failure in self.waiting:
            with suppress(Missing):
                books.queue.put_back(row, next_try, failure)
        for row in self.warned:
            with suppress(Missing):
                books.queue.warn(row)
        for report in self.reports:
            report.keep(books)
        for result in tls:
            books.tls_results.count(day, result)
        books.events.append(self.events)


async def settle(
    desk: SendingDesk,
    tried: Sequence[Tried],
    opened: Opened | None = None,
    tls: Sequence[TlsResult] = (),
) -> None:
    """Settle rows of one transaction; return once it is on disk.

    `opened` is the message they are of, for reports; where it is None and one must be
    written, the message is opened for it. Raises `StoreError` where a report on what
    failed could not be prepared: what failed is as it was then, and what was delivered
    is settled all the same. What was prepared is tried until the disk takes it.
    """
    now = desk.clock.now()
    try:
        entries = await _failures(desk, opened, tried, now)
    except Exception:  # what was delivered must not be sent once more
        if any(isinstance(each.ending, Delivered) for each in tried):
            await _keep(desk, _Entries(), opened, tried, tls, now)
        raise
    await _keep(desk, entries, opened, tried, tls, now)


async def _keep(
    desk: SendingDesk,
    entries: _Entries,
    opened: Opened | None,
    tried: Sequence[Tried],
    tls: Sequence[TlsResult],
    now: Milliseconds,
) -> None:
    """Write the entries with those of what was delivered, and show the events."""
    for each in tried:
        if isinstance(each.ending, Delivered):
            _enter_delivered(entries, opened, each.row, each.ending)
    entries.reports += await _successes(desk, opened, tried)
    await _write(desk, partial(entries.keep, Day(now // _DAY), tls), entries.reports)
    for event in entries.events:
        desk.journal.show(event)


async def _failures(
    desk: SendingDesk,
    opened: Opened | None,
    tried: Sequence[Tried],
    now: Milliseconds,
) -> _Entries:
    """Return what is written of failures. Raises `StoreError`, and leaves nothing."""
    waits, ends = [], []
    for each in tried:
        if isinstance(each.ending, Delivered):
            continue
        match _decided(desk, each.row, each.ending, now):
            case _Waits() as later:
                waits.append(later)
            case _Ends() as over:
                ends.append(over)
    late = [each for each in waits if each.is_late]
    notice = await _report(desk, opened, late, Action.DELAYED) if late else None
    try:
        bounce = await _report(desk, opened, ends, Action.FAILED) if ends else None
    except BaseException:
        if notice is not None:
            notice.abandon()
        raise
    entries = _Entries()
    _enter_waiting(entries, waits, notice, now)
    _enter_ended(entries, ends, bounce, now)
    return entries


def _decided(
    desk: SendingDesk, row: Queueing, failed: Failed, now: Milliseconds
) -> _Waits | _Ends:
    if row.condemned:
        return _Ends(row, failed, GivenUp.DROPPED)
    if failed.final is not None:
        return _Ends(row, failed, failed.final)
    next_try = desk.schedule.next_try(row, now, desk.chance)
    if next_try is None:
        return _Ends(row, failed, GivenUp.EXPIRED)
    late = not row.warned and desk.schedule.is_late(row, now)
    return _Waits(row, failed, next_try, late)


def _enter_delivered(
    entries: _Entries, opened: Opened | None, row: Queueing, event: Delivered
) -> None:
    spooled = opened.spooled.get(row.id) if opened else None
    entries.gone.append(row.id)
    entries.events.append(replace(event, of=spooled.of) if spooled else event)


async def _successes(
    desk: SendingDesk, opened: Opened | None, tried: Sequence[Tried]
) -> list[Bounce]:
    """Return the report on what went well, where it was asked for and is ours to make.

    It is not worth the risk of sending again what was delivered.
    """
    ours = {
        each.row: each.ending.mode
        for each in tried
        if isinstance(each.ending, Delivered) and not each.reports
    }
    if opened is None or not ours:
        return []
    filed = Mode.LMTP in ours.values()  # one course, one mode
    with suppress(StoreError):
        report = await passed_on(desk, opened, list(ours), filed=filed)
        return [report] if report else []
    return []


def _enter_waiting(
    entries: _Entries,
    waits: Sequence[_Waits],
    notice: Bounce | None,
    now: Milliseconds,
) -> None:
    if notice is not None:
        entries.reports.append(notice)
        entries.warned += [each.row.id for each in waits if each.is_late]
    for each in waits:
        entries.waiting.append((each.row.id, each.next_try, each.failed.kept(now)))
        dsn = notice if each.is_late else None
        entries.events.append(
            outgoing.deferred(each.row, each.failed, now, each.next_try, dsn)
        )


def _enter_ended(
    entries: _Entries, ends: Sequence[_Ends], bounce: Bounce | None, now: Milliseconds
) -> None:
    if bounce is None:
        return
    entries.reports.append(bounce)
    for each in ends:
        entries.gone.append(each.row.id)
        entries.events.append(
            outgoing.bounced(each.row, each.failed, now, each.reason, bounce)
        )


async def _report(
    desk: SendingDesk,
    opened: Opened | None,
    fates: Sequence[_Waits | _Ends],
    action: Action,
) -> Bounce:
    """Return the report of these rows, ready to be kept. Raises `StoreError`."""
    if opened is not None:
        return await _told(desk, opened, fates, action)
    loads, _ = await open_rows(desk, [each.row for each in fates])
    try:
        return await _told(desk, loads[0] if loads else None, fates, action)
    finally:
        for each in loads:
            each.close()


async def _told(
    desk: SendingDesk,
    opened: Opened | None,
    fates: Sequence[_Waits | _Ends],
    action: Action,
) -> Bounce:
    spooled = opened.spooled if opened else {}
    first = fates[0].row
    content = opened.load.content if opened else partial(iter, ())
    origin = origin_of(first, spooled.get(first.id), content)
    return await tell(
        desk,
        origin,
        [
            fate_of(
                each.row,
                spooled.get(each.row.id),
                action=action,
                said=each.failed.said,
                host=each.failed.host,
                until=desk.schedule.ends(each.row)
                if action is Action.DELAYED
                else None,
            )
            for each in fates
        ],
    )


async def _write(
    desk: SendingDesk, keep: Callable[[Books], None], reports: Sequence[Bounce]
) -> None:
    """Write until it is written: what a server has said cannot be asked again."""
    while True:
        try:
            await desk.store.write(keep)
        except (Full, Unavailable):
            await asyncio.sleep(AGAIN)
        except StoreError:
            for report in reports:
                report.abandon()
            raise
        else:
            break
    for report in reports:
        report.committed(desk)
