"""What every page works with: who answers, the templates, cookies and the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from glassine.flow.viewing.discretion import ANOTHER
from glassine.web import records
from glassine.web.forms import Cookies, FormSeal
from glassine.web.pace import Pace
from glassine.web.people import People, Person
from glassine.web.view import KINDS, PRESETS
from glassine.web.viewing import Operator, Viewing
from glassine.words.clock import Clock
from glassine.words.public import IpAddress, ip_address


def templates() -> Environment:
    """Return the pages' templates: all that is filled in is escaped."""
    pages = Environment(
        loader=PackageLoader("glassine.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # they do not change while we run
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.policies["json.dumps_kwargs"] = {"sort_keys": False}  # the seed's order
    pages.filters["moment"] = records.moment
    pages.filters["span"] = records.span
    pages.filters["visible"] = records.visible
    pages.filters["size"] = records.size
    pages.globals["ANOTHER"] = ANOTHER
    pages.globals["KINDS"] = KINDS
    pages.globals["PRESETS"] = PRESETS
    pages.globals["COLUMNS"] = records.COLUMNS
    pages.globals["TYPES"] = records.TYPES
    pages.globals["DEEDS"] = records.DEEDS
    return pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Given to every page."""

    viewing: Viewing
    people: People
    clock: Clock
    cookies: Cookies
    seal: FormSeal
    pace: Pace
    pages: Environment

    def operators_page(
        self,
        request: Request,
        who: Operator,
        name: str,
        /,
        status: int = 200,
        **filled: Any,
    ) -> HTMLResponse:
        """Return a page for an operator, in the frame that all have."""
        token = self.seal.of(request.cookies.get(self.cookies.session, ""))
        frame = {"who": who, "path": request.url.path, "csrf": token}
        return self._page(name, status, frame | filled)

    def persons_page(
        self,
        request: Request,
        who: Person,
        name: str,
        /,
        status: int = 200,
        **filled: Any,
    ) -> HTMLResponse:
        """Return a page for a user, in the frame that all have."""
        token = self.seal.of(request.cookies.get(self.cookies.person, ""))
        frame = {"person": who, "path": request.url.path, "csrf": token}
        return self._page(name, status, frame | filled)

    def bare_page(self, name: str, /, status: int = 200, **filled: Any) -> HTMLResponse:
        """Return a page for whoever has not signed in, or a piece of a page."""
        return self._page(name, status, filled)

    def _page(self, name: str, status: int, filled: Mapping[str, Any]) -> HTMLResponse:
        text = self.pages.get_template(name).render(now=self.clock.now(), **filled)
        return HTMLResponse(text, status)


def ip_of(request: Request) -> IpAddress:
    """Return where a request comes from; a socket without a place is this machine."""
    client = request.client
    try:
        return ip_address(client.host if client else "127.0.0.1")
    except ValueError:
        return ip_address("127.0.0.1")


def is_piece(request: Request) -> bool:
    """Tell whether only the rows are wanted, to be put into a page that is there."""
    return "hx-request" in request.headers
