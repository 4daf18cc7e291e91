"""The house: the queue and the accounts by their envelopes, and how all of it is."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from glassine.web.doors import may_not
from glassine.web.forms import checked_form
from glassine.web.pages.event import gone
from glassine.web.pages.events import as_rows, key_before
from glassine.web.room import Room, is_piece
from glassine.web.view import read_view
from glassine.web.viewing import Handling, Operator

WHAT = {
    Handling.HOLD: "It stays in the queue and is not tried until it is released.",
    Handling.RELEASE: "It is due now.",
    Handling.RETRY: "It is tried again now, not at its next time.",
    Handling.DROP: "It is forgotten. Nobody is told, and it cannot be had back.",
    Handling.BOUNCE: "It is given up as if it had failed for good: "
    "its sender gets a bounce.",
}


async def queue(room: Room, request: Request, who: Operator) -> Response:
    """Show what is still to be sent."""
    waiting = await room.viewing.queue(who)
    return room.operators_page(request, who, "queue.html", waiting=waiting)


async def ask(room: Room, request: Request, who: Operator) -> Response:
    """Ask whether this is really to be done with a queued recipient."""
    found = await room.viewing.queue(who)
    row = next((r for r in found if r.id == request.path_params["row"]), None)
    handling = _handling(request)
    if row is None or handling is None:
        return gone(room)
    if not who.may_change:
        return may_not(room)
    return room.operators_page(
        request, who, "confirm.html", row=row, handling=handling, what=WHAT[handling]
    )


async def handle(room: Room, request: Request, who: Operator) -> Response:
    """Do it, and go back to the queue."""
    await checked_form(request, room.seal, request.cookies[room.cookies.session])
    handling = _handling(request)
    if not who.may_change:
        return may_not(room)
    row = request.path_params["row"]
    if handling is None or not await room.viewing.handle(who, row, handling):
        return gone(room)
    return RedirectResponse("/queue", 303)


async def accounts(room: Room, request: Request, who: Operator) -> Response:
    """Show every account."""
    residents = await room.viewing.accounts(who)
    return room.operators_page(request, who, "accounts.html", residents=residents)


async def health(room: Room, request: Request, who: Operator) -> Response:
    """Show how the house is."""
    signs = await room.viewing.health(who)
    return room.operators_page(request, who, "health.html", signs=signs)


async def operators_log(room: Room, request: Request, who: Operator) -> Response:
    """Show who looked and who changed what."""
    page = await room.viewing.operators_log(who, key_before(request))
    filled = as_rows(read_view(request.query_params), page, "/operators")
    if is_piece(request):
        return room.bare_page("looks_rows.html", **filled)
    return room.operators_page(request, who, "operators.html", **filled)


def _handling(request: Request) -> Handling | None:
    name = request.path_params["handling"]
    return Handling(name) if name in set(Handling) else None
