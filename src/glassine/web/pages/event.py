"""One record in both views, and the whole life of its message."""

from starlette.requests import Request
from starlette.responses import Response

from glassine.web.pages.events import key_named
from glassine.web.records import pretty, row
from glassine.web.room import Room
from glassine.web.viewing import Operator


async def event(room: Room, request: Request, who: Operator) -> Response:
    """Show one record, the raw lines of its connection, and its trace."""
    kept = await room.viewing.one(who, key_named(request))
    if kept is None:
        return gone(room)
    shown = row(kept.key, kept.record)
    found = await room.viewing.trace(who, shown.uuid) if shown.uuid else None
    why = await room.viewing.explain(who, shown.uuid) if shown.uuid else None
    json = pretty(kept.record)
    return room.operators_page(
        request, who, "event.html", row=shown, json=json, trace=found, verdict=why
    )


async def trace(room: Room, request: Request, who: Operator) -> Response:
    """Show the whole life of a message, or of a connection."""
    uuid = request.path_params["uuid"].upper()
    found = await room.viewing.trace(who, uuid)
    if found is None:
        return gone(room)
    why = await room.viewing.explain(who, uuid)
    return room.operators_page(request, who, "trace.html", trace=found, verdict=why)


def gone(room: Room) -> Response:
    """Say that there is nothing of the kind, or nothing any more."""
    return room.bare_page(
        "told.html",
        404,
        title="There is nothing here",
        told="It may be mistyped, or older than what is kept.",
    )
