"""The log as it is written: server-sent events, a row each.

Nobody waits for a slow reader: what comes is put into a queue of limited length, and
what does not fit is dropped and counted, as is what comes faster than one can read;
the reader is told. What came together goes out as one piece, for that costs less.
"""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from glassine.web.columns import remember, view_of
from glassine.web.found import News, Page
from glassine.web.pages.events import as_rows
from glassine.web.records import row
from glassine.web.room import Room
from glassine.web.view import View
from glassine.web.viewing import Operator

HELD = 25  # pieces that wait for a slow reader
ALIVE = 15.0  # seconds between signs of life, for proxies


async def live(room: Room, request: Request, who: Operator) -> Response:
    """Show the page that the rows come into."""
    view = view_of(request, room.cookies)
    status = 400 if view.faults else 200
    filled = as_rows(view, Page(()), "/live")
    answer = room.operators_page(request, who, "live.html", status, **filled)
    remember(request, answer, room.cookies, view)
    return answer


async def stream(room: Room, request: Request, who: Operator) -> Response:
    """Stream rows as they come."""
    view = view_of(request, room.cookies)
    if view.faults:
        return Response("The filter does not read.\n", 400, media_type="text/plain")
    waiting = Waiting(HELD)
    coming = room.viewing.follow(who, view)
    return StreamingResponse(
        _told(room, view, coming, waiting), media_type="text/event-stream"
    )


class Waiting:
    """A queue of limited length that counts what it could not hold."""

    def __init__(self, longest: int) -> None:
        self._queue: asyncio.Queue[News] = asyncio.Queue(longest)
        self.dropped = 0

    async def fill(self, coming: AsyncIterator[News]) -> None:
        """Take all that comes; never wait for the reader."""
        async for news in coming:
            self.dropped += news.left_out
            if self._queue.full():
                self.dropped += len(news.rows)
            else:
                self._queue.put_nowait(news)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing waits."""
        return self._queue.empty()

    async def take(self, patience: float) -> News | None:
        """Return the next one; None where none came in time."""
        try:
            async with asyncio.timeout(patience):
                return await self._queue.get()
        except TimeoutError:
            return None

    def told(self) -> int:
        """Return how many were dropped since this was asked last."""
        dropped, self.dropped = self.dropped, 0
        return dropped


async def _told(
    room: Room, view: View, coming: AsyncIterator[News], waiting: Waiting
) -> AsyncIterator[str]:
    filling = asyncio.create_task(waiting.fill(coming))
    try:
        yield "retry: 2000\n\n"
        while not (filling.done() and waiting.is_empty):
            news = await waiting.take(ALIVE)
            if dropped := waiting.told():
                yield f"event: dropped\ndata: {dropped}\n\n"
            yield _as_event(room, view, news) if news else ": still here\n\n"
    finally:
        filling.cancel()


def _as_event(room: Room, view: View, news: News) -> str:
    """Return the rows as one event, the newest first, as the page has them."""
    rows = [row(kept.key, kept.record) for kept in reversed(news.rows)]
    shown = room.pages.get_template("row.html").render(rows=rows, view=view)
    lines = "".join(f"data: {line}\n" for line in shown.splitlines())
    return f"event: rows\nid: {rows[0].key}\n{lines}\n"
