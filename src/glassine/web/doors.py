"""Who may come to a page: each handler is behind a door, and gets who came in by it."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from glassine.flow.viewing.witness import NotAllowed
from glassine.web.forms import Forged
from glassine.web.lasting import while_in
from glassine.web.people import Person
from glassine.web.room import Room, ip_of
from glassine.web.viewing import Operator
from glassine.web.way_in import is_led_by_others, to_click, to_sign_in

Handler: TypeAlias = Callable[[Request], Awaitable[Response]]
OperatorsPage: TypeAlias = Callable[[Room, Request, Operator], Awaitable[Response]]
PersonsPage: TypeAlias = Callable[[Room, Request, Person], Awaitable[Response]]
AnyonesPage: TypeAlias = Callable[[Room, Request], Awaitable[Response]]

CALL_WITH = (
    "a good token is needed, as `Authorization: Bearer glsn_…`; "
    "`glassine operator token add` makes one"
)


def for_operators(room: Room, page: OperatorsPage) -> Handler:
    """Return the handler of a page for operators; others are sent to sign in."""

    async def handle(request: Request) -> Response:
        session = request.cookies.get(room.cookies.session, "")
        who = await room.viewing.operator(session) if session else None
        if wait := _wait(room, request, who.name if who else ""):
            return _too_fast(room, wait)
        if who is None:
            return to_sign_in(room, request, "/sign-in")
        if request.method == "GET" and is_led_by_others(request):
            return to_click(room, request)
        answer = await _minding(room, page(room, request, who))
        return while_in(room, answer, lambda: room.viewing.lasts(session))

    return handle


def for_persons(room: Room, page: PersonsPage) -> Handler:
    """Return the handler of a page about somebody; others are sent to sign in."""

    async def handle(request: Request) -> Response:
        session = request.cookies.get(room.cookies.person, "")
        who = await room.people.person(session) if session else None
        if wait := _wait(room, request, str(who.address) if who else ""):
            return _too_fast(room, wait)
        if who is None:
            return to_sign_in(room, request, "/me/sign-in")
        return await _minding(room, page(room, request, who))

    return handle


def for_anyone(room: Room, page: AnyonesPage) -> Handler:
    """Return the handler of a page that needs no sign-in."""

    async def handle(request: Request) -> Response:
        if wait := _wait(room, request):
            return _too_fast(room, wait)
        return await _minding(room, page(room, request))

    return handle


def for_programs(room: Room, page: OperatorsPage, scope: str) -> Handler:
    """Return the handler of an API call: a bearer token, or an operator's session."""

    async def handle(request: Request) -> Response:
        who = await _caller(room, request, scope)
        if wait := _wait(room, request, who.name if who else ""):
            return JSONResponse({"error": "too fast"}, 429, _after(wait))
        if who is None:
            return JSONResponse(
                {"error": CALL_WITH},
                401,
                {"WWW-Authenticate": "Bearer"},  # RFC 6750 §3
            )
        try:
            answer = await page(room, request, who)
        except NotAllowed:
            return JSONResponse({"error": "this role may not do that"}, 403)
        return while_in(room, answer, lambda: _may_still(room, request, scope))

    return handle


async def _caller(room: Room, request: Request, scope: str) -> Operator | None:
    token = _token(request)
    if token is not None:
        return await room.viewing.bearer(token, scope)
    session = request.cookies.get(room.cookies.session, "")
    if not session or is_led_by_others(request):
        return None
    return await room.viewing.operator(session)


async def _may_still(room: Room, request: Request, scope: str) -> bool:
    token = _token(request)
    if token is not None:
        return await room.viewing.bearer(token, scope) is not None
    return await room.viewing.lasts(request.cookies[room.cookies.session])


def _token(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _wait(room: Room, request: Request, name: str = "") -> int:
    """Return how many seconds they must wait; those without a name by their address."""
    return room.pace.wait(f"name {name}" if name else f"ip {ip_of(request)}")


def _after(wait: int) -> dict[str, str]:
    return {"Retry-After": str(wait)}  # RFC 6585 §4


def _too_fast(room: Room, wait: int) -> Response:
    answer = room.bare_page(
        "told.html",
        429,
        title="That is too fast",
        told=f"Wait {wait} s, and load the page again.",
    )
    answer.headers.update(_after(wait))
    return answer


async def _minding(room: Room, answering: Awaitable[Response]) -> Response:
    try:
        return await answering
    except Forged:
        return room.bare_page(
            "told.html",
            403,
            title="This form is not from here any more",
            told="It was opened before the server started, or by another page. "
            "Go back, load the page again, and send it once more.",
        )
    except NotAllowed:
        return may_not(room)


def may_not(room: Room) -> Response:
    """Return what an operator is told whose role does not go that far."""
    return room.bare_page(
        "told.html",
        403,
        title="Your role does not go that far",
        told="Auditors look and change nothing; support and admin work on the queue.",
    )
