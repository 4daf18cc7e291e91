"""Coming in and going out: operators by password and code, users by their mailbox's.

Whatever is wrong, and however often, the answer is the same.
"""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from glassine.web.forms import checked_form, fresh_cookie, said
from glassine.web.people import Person
from glassine.web.room import Room, ip_of
from glassine.web.viewing import Operator
from glassine.web.way_in import place_after
from glassine.words.private import Password, UserName

HOME, MINE = "/events", "/me"
WRONG = "That did not fit, or there were too many tries. Wait a while and try again."


async def show(room: Room, request: Request) -> Response:
    """Show the operators' form."""
    return _form(room, request, "sign_in.html", _next(request, HOME))


async def show_mine(room: Room, request: Request) -> Response:
    """Show the users' form."""
    return _form(room, request, "sign_in_me.html", _next(request, MINE))


async def come_in(room: Room, request: Request) -> Response:
    """Sign an operator in."""
    form = await checked_form(request, room.seal, _form_cookie(room, request))
    place = place_after(said(form, "next"), HOME)
    session = await room.viewing.sign_in(
        said(form, "name").strip(),
        Password(said(form, "password").encode("utf-8", "replace")),
        said(form, "code").replace(" ", ""),
        ip_of(request),
    )
    if session is None:
        return _form(room, request, "sign_in.html", place, 401, WRONG)
    return _inside(room, place, room.cookies.session, session)


async def come_in_mine(room: Room, request: Request) -> Response:
    """Sign a user in; the mailbox stays locked."""
    form = await checked_form(request, room.seal, _form_cookie(room, request))
    place = place_after(said(form, "next"), MINE)
    session = await room.people.sign_in(
        UserName(said(form, "address").strip().encode("utf-8", "replace")),
        Password(said(form, "password").encode("utf-8", "replace")),
        ip_of(request),
    )
    if session is None:
        return _form(room, request, "sign_in_me.html", place, 401, WRONG)
    return _inside(room, place, room.cookies.person, session)


async def go_out(room: Room, request: Request, who: Operator) -> Response:
    """End an operator's session."""
    session = request.cookies[room.cookies.session]
    await checked_form(request, room.seal, session)
    await room.viewing.sign_out(session)
    return _outside(room, "/sign-in", room.cookies.session)


async def go_out_mine(room: Room, request: Request, who: Person) -> Response:
    """End a user's session."""
    session = request.cookies[room.cookies.person]
    await checked_form(request, room.seal, session)
    await room.people.sign_out(session)
    return _outside(room, "/me/sign-in", room.cookies.person)


def _form(
    room: Room,
    request: Request,
    name: str,
    place: str,
    status: int = 200,
    fault: str = "",
) -> Response:
    cookie = _form_cookie(room, request) or fresh_cookie()
    answer = room.bare_page(
        name, status, csrf=room.seal.of(cookie), fault=fault, place=place
    )
    room.cookies.give(answer, room.cookies.form, cookie)
    return answer


def _next(request: Request, home: str) -> str:
    return place_after(request.query_params.get("next", ""), home)


def _form_cookie(room: Room, request: Request) -> str:
    return request.cookies.get(room.cookies.form, "")


def _inside(room: Room, path: str, name: str, session: str) -> Response:
    answer = RedirectResponse(path, 303)
    room.cookies.give(answer, name, session)
    room.cookies.take_back(answer, room.cookies.form)
    return answer


def _outside(room: Room, path: str, name: str) -> Response:
    answer = RedirectResponse(path, 303)
    room.cookies.take_back(answer, name)
    return answer
