"""Write down what became of each recipient: all of it in one transaction.

A recipient that was served leaves the queue. One that was not waits for its next try,
or is given up; its sender hears of it then, and once before if it takes long. What the
log shows is on disk.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from glassine.events.facts_of_sending import GivenUp, Mode
from glassine.events.milestones import Delivered
from glassine.flow.sending.bounce import Bounce
from glassine.flow.sending.desk import SendingDesk
from glassine.flow.sending.entries import Ends, Entries, Waits
from glassine.flow.sending.loading import Opened
from glassine.flow.sending.reporting import report
from glassine.flow.sending.ruling import Failed
from glassine.flow.sending.success import passed_on
from glassine.mail.report import Action
from glassine.store.api.ids import Full, StoreError, Unavailable
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books
from glassine.store.api.tls_results import Day, TlsResult
from glassine.words.clock import Milliseconds, Seconds

AGAIN = Seconds(2)  # until what cannot be told twice is written down once more
_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Tried:
    """One row, and how its try ended: with the event of it, or not well."""

    row: Queueing
    ending: Delivered | Failed
    reports: bool = False  # who took it tells the sender what becomes of it


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
            await _keep(desk, Entries(), opened, tried, tls, now)
        raise
    await _keep(desk, entries, opened, tried, tls, now)


async def _keep(
    desk: SendingDesk,
    entries: Entries,
    opened: Opened | None,
    tried: Sequence[Tried],
    tls: Sequence[TlsResult],
    now: Milliseconds,
) -> None:
    """Write the entries with those of what was delivered, and show the events."""
    for each in tried:
        if isinstance(each.ending, Delivered):
            entries.delivered(each.row, each.ending, opened)
    entries.reports += await _successes(desk, opened, tried)
    await _write(desk, partial(entries.keep, Day(now // _DAY), tls), entries.reports)
    for event in entries.events:
        desk.journal.show(event)


async def _failures(
    desk: SendingDesk,
    opened: Opened | None,
    tried: Sequence[Tried],
    now: Milliseconds,
) -> Entries:
    """Return what is written of failures. Raises `StoreError`, and leaves nothing."""
    waits, ends = [], []
    for each in tried:
        if isinstance(each.ending, Delivered):
            continue
        match _decided(desk, each.row, each.ending, now):
            case Waits() as later:
                waits.append(later)
            case Ends() as over:
                ends.append(over)
    late = [each for each in waits if each.is_late]
    notice = await report(desk, opened, late, Action.DELAYED) if late else None
    try:
        bounce = await report(desk, opened, ends, Action.FAILED) if ends else None
    except BaseException:
        if notice is not None:
            notice.abandon()
        raise
    entries = Entries()
    entries.waits(waits, notice, now)
    entries.ends(ends, bounce, now)
    return entries


def _decided(
    desk: SendingDesk, row: Queueing, failed: Failed, now: Milliseconds
) -> Waits | Ends:
    if row.condemned:
        return Ends(row, failed, GivenUp.DROPPED)
    if failed.final is not None:
        return Ends(row, failed, failed.final)
    next_try = desk.schedule.next_try(row, now, desk.chance)
    if next_try is None:
        return Ends(row, failed, GivenUp.EXPIRED)
    late = not row.warned and desk.schedule.is_late(row, now)
    return Waits(row, failed, next_try, late)


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
