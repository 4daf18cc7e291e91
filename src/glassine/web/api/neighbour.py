"""The paths and shapes that clients of the seed's neighbour ask for already.

`GET /api/v1/mailserver/eventlog` gives the seed's records, newest first, and
`GET /api/v1/services/mail/logs` the raw lines; `logstream` gives them as they come.
"""

from collections.abc import AsyncIterator

import msgspec
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from glassine.web.reading import Reading
from glassine.web.room import Room
from glassine.web.view import read_view
from glassine.web.viewing import Operator

MOST = 1000  # rows of a page, or lines
FARTHEST = 10_000  # rows that pages may lie back: by number they cost what is skipped


async def eventlog(room: Room, request: Request, who: Operator) -> Response:
    """Answer one page of records by its number, from 1."""
    read = Reading(request.query_params)
    page = read.one("page", _from_1, "a number from 1") or 1
    each = read.one("per_page", _from_1, f"a number from 1 to {MOST}") or 20
    view = read_view(_in_our_words(request.query_params))
    if read.faults or view.faults or each > MOST or page * each > FARTHEST:
        wanted = {**read.faults, **view.faults}
        return JSONResponse(
            {"error": "the filter does not read", "wanted": wanted}, 400
        )
    shown = await room.viewing.numbered(who, view, page, each)
    found = [msgspec.Raw(kept.record) for kept in shown.found]
    body = msgspec.json.encode({"eventlogs": found})
    return Response(body, media_type="application/json")


async def logs(room: Room, request: Request, who: Operator) -> Response:
    """Answer the newest raw lines, in order."""
    read = Reading(request.query_params)
    lines = read.one("lines", _from_1, f"a number from 1 to {MOST}") or 100
    if read.faults or lines > MOST:
        return JSONResponse({"error": "lines is a number from 1"}, 400)
    found = await room.viewing.lines(who, lines)
    return Response(found, media_type="text/plain; charset=utf-8")


async def logstream(room: Room, request: Request, who: Operator) -> Response:
    """Stream raw lines as server-sent events, as they come."""

    async def told() -> AsyncIterator[bytes]:
        yield b"retry: 3000\n\n"
        async for lines in room.viewing.follow_lines(who):
            yield b"".join(b"data: %b\n\n" % line for line in lines.splitlines())

    return StreamingResponse(told(), media_type="text/event-stream")


def _in_our_words(params: QueryParams) -> QueryParams:
    """Return the neighbour's parameters by our names: `search` and `types`."""
    types = [word for text in params.getlist("types") for word in text.split(",")]
    asked = [("type", word) for word in types if word]
    return QueryParams([*asked, ("q", params.get("search", ""))])


def _from_1(text: str) -> int:
    number = int(text)
    if not 1 <= number <= FARTHEST:
        raise ValueError("out of range")
    return number
