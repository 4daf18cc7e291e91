"""The columns that somebody chose last: where a URL names none, those are shown.

A choice is remembered when it is made on a page of ours. A link from elsewhere shows
the columns that it names, and changes nothing.
"""

from starlette.requests import Request
from starlette.responses import Response

from glassine.web.forms import Cookies
from glassine.web.records import COLUMNS, USUAL
from glassine.web.view import View, read_view


def view_of(request: Request, cookies: Cookies) -> View:
    """Return the view that a URL asks for, in the columns of whoever asks."""
    kept = request.cookies.get(cookies.columns, "").split(".")
    columns = tuple(column for column in COLUMNS if column in kept)
    return read_view(request.query_params, columns or USUAL)


def remember(request: Request, answer: Response, cookies: Cookies, view: View) -> None:
    """Have the browser keep the columns, if they were chosen here and now."""
    ours = request.headers.get("sec-fetch-site") == "same-origin"
    if ours and "cols" in request.query_params and not view.faults:
        cookies.keep(answer, cookies.columns, ".".join(view.columns))
