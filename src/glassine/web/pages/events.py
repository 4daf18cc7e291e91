"""The log: newest first, as the URL asks; page after page by key, never by offset."""

from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from glassine.web.columns import remember, view_of
from glassine.web.export import csv_head, csv_lines
from glassine.web.found import Page
from glassine.web.records import Row, row
from glassine.web.room import Room, is_piece
from glassine.web.view import View
from glassine.web.viewing import Operator

NOTHING = Page(())


async def events(room: Room, request: Request, who: Operator) -> Response:
    """Show a page of the log, or the rows alone that continue one."""
    view = view_of(request, room.cookies)
    before = key_before(request)
    page = NOTHING if view.faults else await room.viewing.look(who, view, before)
    filled = as_rows(view, page, "/events")
    if is_piece(request):
        return room.bare_page("rows.html", **filled)
    status = 400 if view.faults else 200
    answer = room.operators_page(request, who, "events.html", status, **filled)
    remember(request, answer, room.cookies, view)
    return answer


def as_rows(view: View, page: Page, place: str) -> dict[str, Any]:
    """Return what the templates of a log are filled with."""
    found = [row(kept.key, kept.record) for kept in page.found]
    until = page.until or (found[-1].key if found else 0)
    older = view.query(before=str(until)) if page.more and until else ""
    return {"view": view, "rows": found, "older": older, "place": place}


def key_before(request: Request) -> int | None:
    """Return the key that the page ends before, if the URL names one."""
    return a_key(request.query_params.get("before", ""))


def key_named(request: Request) -> int:
    """Return the key that a path names; no record has 0."""
    return a_key(request.path_params["key"]) or 0


def a_key(text: str) -> int | None:
    """Return a record's key, or None for what is none: the store has 63 bits for it."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


async def as_json_lines(room: Room, request: Request, who: Operator) -> Response:
    """Stream the view as the records were kept, a line each."""
    view = view_of(request, room.cookies)
    if view.faults:
        return _unread()
    lines = (kept.record + b"\n" async for kept in room.viewing.export(who, view))
    return _file(lines, "application/jsonl", "events.jsonl")


async def as_csv(room: Room, request: Request, who: Operator) -> Response:
    """Stream the view as CSV, in the columns that it shows."""
    view = view_of(request, room.cookies)
    if view.faults:
        return _unread()

    async def lines() -> AsyncIterator[bytes]:
        yield csv_head(view.columns).encode()
        async for kept in room.viewing.export(who, view):
            found: Row = row(kept.key, kept.record)
            yield csv_lines([found], view.columns).encode()

    return _file(lines(), "text/csv; charset=utf-8", "events.csv")


def _file(lines: AsyncIterator[bytes], kind: str, name: str) -> Response:
    as_file = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(lines, media_type=kind, headers=as_file)


def _unread() -> Response:
    return Response("The filter does not read.\n", 400, media_type="text/plain")
