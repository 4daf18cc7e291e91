"""One try: rows of one transaction and destination are opened, carried and settled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from glassine.events.facts import ScrubbedText
from glassine.events.facts_of_sending import GivenUp, Mode
from glassine.flow.fault import faulted
from glassine.flow.sending import outgoing
from glassine.flow.sending.carrier import Outcome, Report, Trouble
from glassine.flow.sending.course import Course, NoCourse
from glassine.flow.sending.desk import SendingDesk
from glassine.flow.sending.hearing import Hearing
from glassine.flow.sending.loading import Opened, open_rows
from glassine.flow.sending.ruling import (
    BROKEN,
    DROPPED,
    OURS,
    Failed,
    failed_by,
    failed_by_us,
    suspended,
)
from glassine.flow.sending.settle import Tried, settle
from glassine.flow.sending.tls_results import tls_result
from glassine.store.api.queue import Failure, Queueing, QueueState
from glassine.wire.smtp.answer import Answer
from glassine.words.public import DeliveryId, Domain


class Planner(Protocol):
    """Knows where mail goes."""

    async def course(
        self, domain: Domain, *, require_tls: bool = False
    ) -> Course | NoCourse:
        """Return the way to a domain, or why there is none."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many loads are on their way besides, and how many wait for a place."""

    sending: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a try says of the destination itself: `ill` is why it does not serve."""

    well: bool = False
    ill: Failed | None = None


NO_NEWS = Pulse()


async def attempt(
    desk: SendingDesk, planner: Planner, rows: Sequence[Queueing], crowd: Crowd
) -> Pulse:
    """Try to deliver these rows, and write down what became of each.

    Raises `StoreError` where they could not be read or settled: they stay leased.
    """
    given_up = [row for row in rows if row.condemned]
    if given_up:
        dropped = failed_by_us(DROPPED, final=GivenUp.DROPPED)
        await settle(desk, [Tried(row, dropped) for row in given_up])
    opened, shut = await open_rows(desk, [row for row in rows if not row.condemned])
    pulse = NO_NEWS
    try:
        if shut:
            damaged = failed_by_us(OURS[Trouble.DAMAGED])
            await settle(desk, [Tried(row, damaged) for row in shut])
        for each in opened:
            pulse = await _carry(desk, planner, each, crowd)
    finally:
        for each in opened:
            each.close()
    return pulse


async def put_off(desk: SendingDesk, rows: Sequence[Queueing], why: Failure) -> None:
    """Put rows back untried: others have just failed where they go."""
    failed = suspended(why)
    await settle(desk, [Tried(row, failed) for row in rows])


async def put_back_broken(desk: SendingDesk, rows: Sequence[Queueing]) -> None:
    """Put rows back whose try broke, for a reason that is in the log.

    What was settled before it broke is settled.
    """
    failed = failed_by_us(BROKEN)
    await settle(desk, [Tried(row, failed) for row in await still_ours(desk, rows)])


async def still_ours(desk: SendingDesk, rows: Sequence[Queueing]) -> Sequence[Queueing]:
    """Return which of these are claimed: neither at their end, nor held by a rule."""
    kept = await desk.store.look(
        lambda books: [books.backlog.get(row.id) for row in rows]
    )
    return [row for row in kept if row and row.state is QueueState.CLAIMED]


async def _carry(
    desk: SendingDesk, planner: Planner, opened: Opened, crowd: Crowd
) -> Pulse:
    load = opened.load
    domain = opened.rows[0].recipient.domain
    course = await planner.course(domain, require_tls=load.require_tls)
    for row in opened.rows:
        desk.journal.note(outgoing.course_found(row, course, desk.clock.now()))
    if not isinstance(course, Course):
        failed = failed_by_us(course)
        await settle(desk, [Tried(row, failed) for row in opened.rows], opened)
        return NO_NEWS
    for row in opened.rows:
        desk.journal.note(
            outgoing.attempted(
                row, course, desk.clock.now(), crowd.sending, crowd.waiting
            )
        )
    report = await desk.carrier.carry(load, course)
    tried = _tried(desk, opened, course, report)
    outcome = report[opened.rows[0].id]
    seen = tls_result(domain, course.mode, outcome)
    await settle(desk, tried, opened, (seen,) if seen else ())
    return _pulse(tried, report.values())


def _tried(
    desk: SendingDesk, opened: Opened, course: Course, report: Report
) -> list[Tried]:
    """Return how each row fared; even if its answer cannot be told."""
    hearing = Hearing(opened.load, desk.hostname)
    tried = []
    for row in opened.rows:
        try:
            tried.append(_fared(desk, row, report[row.id], course.mode, hearing))
        except Exception as broken:  # what was delivered must not be sent once more
            now = desk.clock.now()
            desk.journal.note(faulted(broken, now, DeliveryId(row.id)))
            tried.append(_untold(desk, row, report.get(row.id), course.mode))
    return tried


def _fared(
    desk: SendingDesk, row: Queueing, outcome: Outcome, mode: Mode, hearing: Hearing
) -> Tried:
    said, now = outcome.said, desk.clock.now()
    if not (isinstance(said, Answer) and said.positive):
        return Tried(row, failed_by(outcome, hearing))
    known = [outcome.hop.host.name]
    if outcome.remote is not None:
        known.append(str(outcome.remote.ip))
    response = hearing.scrubbed(said, known)
    event = outgoing.delivered(row, outcome, now, mode, response)
    return Tried(row, event, reports=outcome.dsn)


def _untold(
    desk: SendingDesk, row: Queueing, outcome: Outcome | None, mode: Mode
) -> Tried:
    if outcome is None or not outcome.delivered:
        return Tried(row, failed_by_us(BROKEN))
    now, nothing = desk.clock.now(), ScrubbedText("")
    event = outgoing.delivered(row, outcome, now, mode, nothing)
    return Tried(row, event, reports=outcome.dsn)


def _pulse(tried: Sequence[Tried], outcomes: Iterable[Outcome]) -> Pulse:
    """Return what the destination's state is, if this try has told it."""
    failures = [each.ending for each in tried if isinstance(each.ending, Failed)]
    if len(failures) == len(tried) and all(failed.ill for failed in failures):
        return Pulse(ill=failures[0])
    answered = (isinstance(outcome.said, Answer) for outcome in outcomes)
    return Pulse(well=not any(failed.ill for failed in failures) and any(answered))
