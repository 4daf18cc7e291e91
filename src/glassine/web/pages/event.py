"""One record in both views, and the whole life of its message."""

from starlette.requests import Request
from starlette.responses import Response

from glassine.web.pages.events import key_named
from glassine.web.records import pretty, row
from glassine.web.room import Room
from glassine.web.viewing import Operator


async def event(room: Room, request: Request, who: Operator) -> Response:
    """Show one record, the raw lines of its connection, and its trace."""
    opened = await room.viewing.opened(who, key_named(request))
    if opened is None:
        return gone(room)
    kept, story = opened.kept, opened.story
    return room.operators_page(
        request,
        who,
        "event.html",
        row=row(kept.key, kept.record),
        json=pretty(kept.record),
        trace=story and story.trace,
        verdict=story and story.verdict,
    )


async def trace(room: Room, request: Request, who: Operator) -> Response:
    """Show the whole life of a message, or of a connection."""
    uuid = request.path_params["uuid"].upper()
    story = await room.viewing.story(who, uuid)
    if story is None:
        return gone(room)
    return room.operators_page(
        request, who, "trace.html", trace=story.trace, verdict=story.verdict
    )


def gone(room: Room) -> Response:
    """Say that there is nothing of the kind, or nothing any more."""
    return room.bare_page(
        "told.html",
        404,
        title="There is nothing here",
        told="It may be mistyped, or older than what is kept.",
    )
