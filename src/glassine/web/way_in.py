"""The way in: whoever must sign in first is led to where they wanted to go.

A link of a colleague's is opened that way. A link on another site comes without our
cookies, since they are SameSite=Strict, and one on a neighbour's name below the same
domain with them. Either is opened by a click on a page of ours, for each look of an
operator is written down, and none may be made by somebody else.
"""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from glassine.web.room import Room, is_piece

LONGEST = 4000  # characters of a place


def is_led_by_others(request: Request) -> bool:
    """Tell whether a page of another origin had the browser ask. W3C Fetch Metadata"""
    return request.headers.get("sec-fetch-site") in ("cross-site", "same-site")


def to_click(room: Room, request: Request) -> Response:
    """Return what an operator gets whom another origin would have look."""
    return room.bare_page("open.html", place=_asked_for(request) or "/events")


def to_sign_in(room: Room, request: Request, door: str) -> Response:
    """Return what somebody gets who has not signed in."""
    place = _asked_for(request)
    if place and is_led_by_others(request):
        return room.bare_page("open.html", place=place)
    asked = f"{door}?{urlencode({'next': place})}" if place else door
    if is_piece(request):  # of a page that is open: all of it goes to sign in
        return Response(status_code=204, headers={"HX-Redirect": door})
    return RedirectResponse(asked, 303)


def place_after(text: str, home: str) -> str:
    """Return where to go from the sign-in: nowhere but to pages of this side."""
    path = text.partition("?")[0]
    fits = (
        path.startswith("/")
        and not path.startswith("//")
        and not {*path} & {"\\", ":", "%"}
        and ".." not in path
        and text.isascii()
        and text.isprintable()
        and len(text) <= LONGEST
    )
    return text if fits and _is_mine(path) == _is_mine(home) else home


def _is_mine(path: str) -> bool:
    return path == "/me" or path.startswith("/me/")


def _asked_for(request: Request) -> str:
    """Return the page that was asked for; nothing where it is no page, or the first."""
    path, query = request.url.path, request.url.query
    home = "/me" if _is_mine(path) else "/events"
    place = place_after(f"{path}?{query}" if query else path, home)
    return place if request.method == "GET" and place != home else ""
