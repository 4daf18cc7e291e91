"""The mirror: what the operator can see of a user, who looked, and who signed in."""

from starlette.requests import Request
from starlette.responses import Response

from glassine.web.columns import remember, view_of
from glassine.web.forms import checked_form, said
from glassine.web.pages.event import gone
from glassine.web.pages.events import NOTHING, as_rows, key_before, key_named
from glassine.web.people import Person
from glassine.web.records import pretty, row
from glassine.web.room import Room, is_piece
from glassine.web.view import read_view

DAYS = ("1", "7", "30")  # that a link to a trace may last


async def seen(room: Room, request: Request, who: Person) -> Response:
    """Show exactly the rows that the operator's queries return about this person."""
    view = view_of(request, room.cookies)
    before = key_before(request)
    page = NOTHING if view.faults else await room.people.seen(who, view, before)
    filled = as_rows(view, page, "/me")
    if is_piece(request):
        return room.bare_page("rows.html", **filled)
    status = 400 if view.faults else 200
    answer = room.persons_page(request, who, "me.html", status, **filled)
    remember(request, answer, room.cookies, view)
    return answer


async def one(room: Room, request: Request, who: Person) -> Response:
    """Show one record in both views, with the trace of its message."""
    kept = await room.people.one(who, key_named(request))
    if kept is None:
        return gone(room)
    shown = row(kept.key, kept.record)
    trace = await room.people.trace(who, shown.uuid) if shown.uuid else None
    why = await room.people.explain(who, shown.uuid) if shown.uuid else None
    json = pretty(kept.record)
    return room.persons_page(
        request, who, "me_event.html", row=shown, json=json, trace=trace, verdict=why
    )


async def share(room: Room, request: Request, who: Person) -> Response:
    """Make a link to one trace, for whoever helps this person."""
    form = await checked_form(request, room.seal, request.cookies[room.cookies.person])
    uuid, days = said(form, "uuid"), said(form, "days")
    if days not in DAYS or await room.people.trace(who, uuid) is None:
        return gone(room)
    token = await room.people.share(who, uuid, int(days))
    scheme = "https" if room.cookies.tls else "http"  # a proxy may speak it for us
    link = f"{scheme}://{request.url.netloc}/shared/{token}"
    return room.persons_page(request, who, "me_share.html", link=link, days=days)


async def shared(room: Room, request: Request) -> Response:
    """Show the trace that a link opens, to whoever has the link."""
    found = await room.people.shared(request.path_params["token"])
    if found is None:
        return gone(room)
    return room.bare_page("shared.html", trace=found)


async def lookers(room: Room, request: Request, who: Person) -> Response:
    """Show who looked at what is about this person."""
    page = await room.people.lookers(who, key_before(request))
    filled = as_rows(read_view(request.query_params), page, "/me/lookers")
    if is_piece(request):
        return room.bare_page("looks_rows.html", **filled)
    return room.persons_page(request, who, "me_lookers.html", **filled)


async def log_ins(room: Room, request: Request, who: Person) -> Response:
    """Show this person's logins, and those that failed."""
    page = await room.people.log_ins(who, key_before(request))
    filled = as_rows(read_view(request.query_params), page, "/me/log-ins")
    if is_piece(request):
        return room.bare_page("log_ins_rows.html", **filled)
    return room.persons_page(request, who, "me_log_ins.html", **filled)
