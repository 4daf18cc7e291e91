"""What a browser does, without its screen: keeps cookies, and fills in forms."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from html.parser import HTMLParser
from typing import Any

from httpx import ASGITransport, AsyncClient, Cookies, Response
from starlette.applications import Starlette
from starlette.types import ASGIApp

from glassine.web.app import app
from glassine.web.guard import Rules
from glassine.words.clock import Milliseconds, Seconds
from web.stand_in import NOW, StandInPeople, StandInViewing

HOST = "mail.example.org"
TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')


class StillClock:
    """It is always the same moment."""

    def now(self) -> Milliseconds:
        """Return the moment."""
        return NOW

    def ticks(self) -> Seconds:
        """Return the same reading."""
        return Seconds(0.0)


class Browser:
    """One person's browser, in front of an application."""

    def __init__(
        self,
        site: ASGIApp,
        *,
        tls: bool = False,
        run: Callable[[Coroutine[Any, Any, Response]], Response] = asyncio.run,
    ) -> None:
        self.cookies = Cookies()
        self.faults: list[Exception] = []
        self._site = site
        self._run = run
        self._base = f"{'https' if tls else 'http'}://{HOST}"

    def ask(self, method: str, path: str, **asked: Any) -> Response:
        """Ask once; keep the cookies that come."""
        return self._run(self._asking(method, path, asked))

    async def _asking(self, method: str, path: str, asked: dict[str, Any]) -> Response:
        way = ASGITransport(self._site, client=("192.0.2.9", 9))
        async with AsyncClient(
            transport=way, base_url=self._base, cookies=self.cookies
        ) as client:
            answer = await client.request(method, path, **asked)
            self.cookies = client.cookies
            return answer

    def be(self, role: str) -> None:
        """Have an operator's session."""
        self.cookies.set("glassine", role)

    def be_person(self) -> None:
        """Have a user's session."""
        self.cookies.set("glassine-me", "mine")

    def get(self, path: str, **headers: str) -> Response:
        """Ask for a page."""
        return self.ask("GET", path, headers=headers)

    def page(self, path: str) -> str:
        """Return the text of a page that is there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, form: str, to: str, **fields: str) -> Response:
        """Send a form as the page at `form` gives it."""
        found = TOKEN.search(self.get(form).text)
        token = {"csrf": found[1]} if found else {}
        return self.ask("POST", to, data=token | fields)


def site(
    viewing: StandInViewing,
    people: StandInPeople,
    faults: list[Exception],
    *,
    tls: bool = False,
) -> Starlette:
    """Return an application that the stand-ins answer."""
    return app(
        viewing,
        people,
        clock=StillClock(),
        rules=Rules(hosts=frozenset({HOST}), tls=tls),
        form_key=b"k" * 32,
        on_fault=faults.append,
    )


class Links(HTMLParser):
    """Collects where the links and forms of a page lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where it leads."""
        names = ("href", "action", "src", "hx-get", "data-live")
        self.found += [value for name, value in attrs if name in names and value]
