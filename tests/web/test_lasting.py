"""Who signs out, or whose token is revoked, reads no further."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from glassine.web.found import News
from glassine.web.lasting import EVERY, until_out
from glassine.web.view import View
from glassine.web.viewing import Operator
from glassine.words.clock import Milliseconds, Seconds
from web.browser import Browser
from web.stand_in import Log, StandInViewing


class Hand:
    """A clock whose hand the test moves."""

    seconds = 0.0

    def now(self) -> Milliseconds:
        return Milliseconds(0)

    def ticks(self) -> Seconds:
        return Seconds(self.seconds)


def test_what_streams_ends_with_who_asked_and_nobody_is_asked_for_each_piece() -> None:
    hand, answers = Hand(), iter([True, False])

    async def pieces() -> AsyncIterator[int]:
        for number in range(9):
            yield number
            hand.seconds += EVERY / 2

    async def still_in() -> bool:
        return next(answers)

    async def read() -> list[int]:
        return [piece async for piece in until_out(pieces(), still_in, hand)]

    assert asyncio.run(read()) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("path", "token"),
    [
        ("/live/rows", ""),
        ("/events.csv", ""),
        ("/api/v1/services/mail/logstream", ""),
        ("/api/v1/services/mail/logstream", "good"),
    ],
)
def test_a_tail_ends_when_its_reader_is_let_go(
    operator: Browser,
    viewing: StandInViewing,
    log: Log,
    path: str,
    token: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("glassine.web.lasting.EVERY", 0.0)
    viewing.coming = log.kept[:1]
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    whole = operator.get(path, **headers).text
    assert len(whole) > len("retry: 3000\n\n")

    let_go = iter([True])

    async def once(*asked: str) -> Operator | None:
        return await let_in(*asked) if next(let_go, False) else None

    let_in = viewing.bearer
    monkeypatch.setattr(viewing, "bearer", once)
    viewing.asked.append("sign out")
    assert operator.get(path, **headers).text == ""


def test_a_tail_that_nobody_ends_goes_on(
    operator: Browser,
    viewing: StandInViewing,
    log: Log,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def coming(who: Operator, view: View) -> AsyncIterator[News]:
        for _ in range(3):
            yield News(log.kept[:1])

    monkeypatch.setattr("glassine.web.lasting.EVERY", 0.0)
    monkeypatch.setattr(viewing, "follow", coming)
    assert operator.get("/live/rows").text.count("event: rows") == 3
