"""Lists are tried before they are asked, once a day, and sooner where they fail."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address

from glassine.events.steps import ListTried
from glassine.flow.judging.list_trials import DAY, SOON, ListTrials
from glassine.trust.resolver import Found
from glassine.words.dns_list import DnsListing, ListKind, ListTrial
from glassine.words.public import Domain
from support.moved_clock import MovedClock
from support.zone_resolver import ZoneResolver

LISTING = DnsListing(zone=Domain("bl.example"), kind=ListKind.NOTE)
FIT = {"2.0.0.127.bl.example": [("A", "127.0.0.2")]}


@dataclass
class Notes:
    """A journal that a test can read."""

    tried: list[ListTried] = field(default_factory=list)

    def note(self, event: ListTried) -> None:
        self.tried.append(event)


class Slow(ZoneResolver):
    """Answers when it is told to."""

    def __init__(self, go: asyncio.Event) -> None:
        super().__init__(FIT)
        self._go = go

    async def a(self, name: str) -> Found[IPv4Address]:
        await self._go.wait()
        return await super().a(name)


def trying(
    resolver: ZoneResolver, test: Callable[[ListTrials, MovedClock], Awaitable[None]]
) -> list[ListTried]:
    """Run a test with trials of one list; return what they noted."""
    notes, clock = Notes(), MovedClock()

    async def run() -> None:
        trials = ListTrials(
            [LISTING],
            resolver=resolver,
            journal=notes,  # type: ignore[arg-type]
            clock=clock,
        )
        await test(trials, clock)

    asyncio.run(run())
    return notes.tried


def test_a_fit_list_is_tried_once_a_day() -> None:
    async def test(trials: ListTrials, clock: MovedClock) -> None:
        assert await trials.is_fit(LISTING)
        clock.seconds = DAY - 1
        assert await trials.is_fit(LISTING)
        clock.seconds = DAY
        assert await trials.is_fit(LISTING)

    assert [each.trial for each in trying(ZoneResolver(FIT), test)] == [
        ListTrial.FIT,
        ListTrial.FIT,
    ]


def test_one_that_is_not_fit_is_tried_again_soon() -> None:
    async def test(trials: ListTrials, clock: MovedClock) -> None:
        assert not await trials.is_fit(LISTING)
        clock.seconds = SOON - 1
        assert not await trials.is_fit(LISTING)
        clock.seconds = SOON
        assert not await trials.is_fit(LISTING)

    assert len(trying(ZoneResolver({}), test)) == 2


def test_what_was_not_answered_is_told_at_the_next_trial() -> None:
    async def test(trials: ListTrials, clock: MovedClock) -> None:
        await trials.is_fit(LISTING)
        trials.note_unanswered(LISTING)
        trials.note_unanswered(LISTING)
        clock.seconds = DAY
        await trials.is_fit(LISTING)
        clock.seconds = 2 * DAY
        await trials.is_fit(LISTING)

    tried = trying(ZoneResolver(FIT), test)
    assert [each.unanswered for each in tried] == [0, 2, 0]


def test_many_wait_for_one_trial_and_who_gives_up_does_not_stop_it() -> None:
    async def test(trials: ListTrials, clock: MovedClock) -> None:
        waiting = [asyncio.ensure_future(trials.is_fit(LISTING)) for _ in range(5)]
        await asyncio.sleep(0)
        waiting.pop().cancel()
        go.set()
        assert await asyncio.gather(*waiting) == [True] * 4

    go = asyncio.Event()
    assert len(trying(Slow(go), test)) == 1


def test_all_are_tried_at_the_start() -> None:
    async def test(trials: ListTrials, clock: MovedClock) -> None:
        keeping = asyncio.ensure_future(trials.keep_trying())
        await asyncio.sleep(0.05)
        keeping.cancel()

    assert len(trying(ZoneResolver(FIT), test)) == 1


def test_a_trial_that_has_not_ended_is_given_up_in_the_end() -> None:
    async def test(trials: ListTrials, clock: MovedClock) -> None:
        waiting = asyncio.ensure_future(trials.is_fit(LISTING))
        await asyncio.sleep(0)
        await trials.close()
        await asyncio.gather(waiting, return_exceptions=True)
        assert waiting.cancelled()

    assert trying(Slow(asyncio.Event()), test) == []


def test_without_lists_there_is_nothing_to_keep_trying() -> None:
    trials = ListTrials(
        [],
        resolver=ZoneResolver({}),
        journal=Notes(),  # type: ignore[arg-type]
        clock=MovedClock(),
    )
    asyncio.run(trials.keep_trying())
