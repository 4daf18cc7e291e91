"""The live tail: rows as they come, and nobody waits for a slow reader."""

import asyncio
from collections.abc import AsyncIterator

from glassine.web.found import News
from glassine.web.pages.live import Waiting
from web.browser import Browser
from web.stand_in import Log, StandInViewing


def test_rows_come_as_events(
    operator: Browser, viewing: StandInViewing, log: Log
) -> None:
    viewing.coming = log.kept[:2]
    answer = operator.get("/live/rows?type=queued")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text.count("event: rows\n") == 1
    assert "id: 2\n" in answer.text
    assert answer.text.count("data: <tr data-row>") == 2
    newest, older = answer.text.index("/events/2"), answer.text.index("/events/1")
    assert newest < older
    assert viewing.views == [] or viewing.views[-1].types == ("queued",)


def test_what_came_too_fast_is_told(
    operator: Browser, viewing: StandInViewing, log: Log
) -> None:
    viewing.coming = log.kept[:1]
    assert "event: dropped\ndata: 3\n" in operator.get("/live/rows").text


def test_what_a_slow_reader_cannot_hold_is_dropped_and_counted(log: Log) -> None:
    piece = News([log.kept[0]] * 2, left_out=1)

    async def coming() -> AsyncIterator[News]:
        for _ in range(5):
            yield piece

    async def slowly() -> tuple[int, list[News | None]]:
        waiting = Waiting(3)
        await waiting.fill(coming())
        dropped = waiting.told()
        return dropped, [await waiting.take(0.01) for _ in range(4)]

    dropped, taken = asyncio.run(slowly())
    assert dropped == 2 * 2 + 5
    assert taken == [piece] * 3 + [None]


def test_what_was_dropped_is_told_once() -> None:
    waiting = Waiting(0)
    waiting.dropped = 4
    assert [waiting.told(), waiting.told()] == [4, 0]


def test_the_page_knows_where_its_rows_come_from(operator: Browser) -> None:
    page = operator.page("/live?type=denied&last=1h")
    assert 'data-live="/live/rows?type=denied&amp;last=1h"' in page
    assert "<noscript>" in page
