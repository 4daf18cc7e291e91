"""A browser for a running server: it keeps cookies and fills in forms."""

import re
from typing import Self

import httpx

from support.running_server import HOST, PASSWORD, RunningServer

TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')
CODE = re.compile(r"^ +([A-Z2-7]{4}(?:-[A-Z2-7]{4})+)$", re.MULTILINE)


class WebClient:
    """One person's browser."""

    def __init__(self, server: RunningServer) -> None:
        place = f"http://{HOST}:{server.ports['web']}"
        self._client = httpx.Client(base_url=place, timeout=30)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask for a page."""
        return self._client.get(path, headers=headers)

    def send(self, form: str, to: str, **fields: str) -> httpx.Response:
        """Send a form as the page at `form` gives it."""
        found = TOKEN.search(self.get(form).text)
        token = {"csrf": found[1]} if found else {}
        return self._client.post(to, data=token | fields)

    def sign_in(self, name: str, code: str) -> httpx.Response:
        """Sign in as an operator."""
        return self.send(
            "/sign-in", "/sign-in", name=name, password=PASSWORD, code=code
        )

    def sign_in_as_user(self, address: str) -> httpx.Response:
        """Sign in to a user's own page."""
        return self.send(
            "/me/sign-in", "/me/sign-in", address=address, password=PASSWORD
        )


def add_operator(server: RunningServer, name: str, role: str = "admin") -> list[str]:
    """Add an operator; return the codes that are good once."""
    said = server.command(
        *("operator", "add", name, "--role", role, "--password-file", "-"),
        given=PASSWORD,
    )
    codes = CODE.findall(said)
    assert codes, said
    return codes
