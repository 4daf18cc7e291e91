"""Checks that ask a network are asked at once; those that ask ourselves, in turn."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from flow.judging.strangers import judging_house
from glassine.events.facts import CheckOrigin
from glassine.flow.judging.inquiry import inquire
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import ConnectionId
from support.house import House

FOUND = {
    origin: Finding(check, Result.FAIL)
    for origin, check in (
        (CheckOrigin.SPF, CheckName.SPF),
        (CheckOrigin.HEADERS, CheckName.HEADER_FROM),
        (CheckOrigin.URIBL, CheckName.URI_LIST),
        (CheckOrigin.BAYES, CheckName.BAYES),
    )
}


@dataclass(frozen=True, slots=True)
class Check:
    """One that does something before it answers."""

    origin: CheckOrigin
    first: Callable[[], Awaitable[object]]

    async def answer(self) -> list[Finding]:
        """Return its finding."""
        await self.first()
        return [FOUND[self.origin]]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house with a journal to note in."""
    with judging_house(tmp_path) as house:
        yield house


def asked(house: House, *checks: Check) -> list[Finding]:
    """Ask them."""
    found = inquire(house.desk, ConnectionId("C"), checks, Check.answer)
    return house.run(asyncio.wait_for(found, 10))


def test_whoever_waits_for_a_network_is_not_waited_for_by_others(house: House) -> None:
    def checks() -> list[Check]:
        all_here = asyncio.Barrier(3)
        return [
            Check(CheckOrigin.SPF, all_here.wait),
            Check(CheckOrigin.HEADERS, all_here.wait),
            Check(CheckOrigin.URIBL, all_here.wait),
        ]

    assert asked(house, *checks()) == [
        FOUND[each]
        for each in (CheckOrigin.SPF, CheckOrigin.HEADERS, CheckOrigin.URIBL)
    ]


def test_those_at_hand_take_turns_and_answers_keep_the_order(house: House) -> None:
    running: list[CheckOrigin] = []

    def alone(origin: CheckOrigin) -> Callable[[], Awaitable[object]]:
        async def work() -> None:
            running.append(origin)
            await asyncio.sleep(0)
            assert running == [origin]
            running.clear()

        return work

    async def at_once() -> None: ...

    origins = (CheckOrigin.HEADERS, CheckOrigin.SPF, CheckOrigin.BAYES)
    checks = [
        Check(each, at_once if each is CheckOrigin.SPF else alone(each))
        for each in origins
    ]
    assert asked(house, *checks) == [FOUND[each] for each in origins]


def test_one_that_breaks_is_a_fault_and_the_others_count(house: House) -> None:
    async def breaks() -> None:
        raise ZeroDivisionError

    async def holds() -> None: ...

    found = asked(
        house,
        Check(CheckOrigin.HEADERS, breaks),
        Check(CheckOrigin.BAYES, holds),
        Check(CheckOrigin.SPF, breaks),
    )
    assert found == [FOUND[CheckOrigin.BAYES]]
    assert sum("ZeroDivisionError" in line for line in house.lines()) == 2
