"""A form is taken only from a page of ours: it carries a token made from the cookie.

SameSite=Strict keeps others from sending the cookie at all; this is the second bolt.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

FIELD = "csrf"
A_YEAR = 365 * 86_400  # seconds


class Forged(Exception):
    """The form does not come from a page that we gave to this browser."""


class FormSeal:
    """Makes the token of a cookie, and knows it again. As long as the process lives."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, cookie: str) -> str:
        """Return the token that belongs to a cookie."""
        said = cookie.encode("utf-8", "surrogateescape")
        return hashlib.blake2b(said, key=self._key, digest_size=16).hexdigest()

    def fits(self, cookie: str, token: str) -> bool:
        """Tell whether the token belongs to the cookie."""
        given = token.encode("utf-8", "surrogateescape")
        return bool(cookie) and hmac.compare_digest(self.of(cookie).encode(), given)


class Cookies:
    """Who has signed in, which browser asked for a form, and how it likes its rows."""

    def __init__(self, *, tls: bool) -> None:
        prefix = "__Host-" if tls else ""  # RFC 6265bis §4.1.3.2: it needs TLS
        self.tls = tls
        self.session = f"{prefix}glassine"
        self.person = f"{prefix}glassine-me"
        self.form = f"{prefix}glassine-form"
        self.columns = f"{prefix}glassine-columns"

    def give(self, answer: Response, name: str, value: str) -> None:
        """Have the browser keep it until it closes; no script sees it."""
        answer.set_cookie(
            name, value, path="/", secure=self.tls, httponly=True, samesite="strict"
        )

    def keep(self, answer: Response, name: str, value: str) -> None:
        """Have the browser keep it for a year: nothing that it opens, only taste."""
        answer.set_cookie(
            name,
            value,
            max_age=A_YEAR,
            path="/",
            secure=self.tls,
            httponly=True,
            samesite="strict",
        )

    def take_back(self, answer: Response, name: str) -> None:
        """Have the browser forget it."""
        answer.delete_cookie(
            name, path="/", secure=self.tls, httponly=True, samesite="strict"
        )


def fresh_cookie() -> str:
    """Return a value that nobody guesses."""
    return secrets.token_urlsafe(24)


async def checked_form(request: Request, seal: FormSeal, cookie: str) -> FormData:
    """Return the form. Raises `Forged`."""
    if request.headers.get("sec-fetch-site", "same-origin") not in _OURS:
        raise Forged
    form = await request.form(max_files=0, max_fields=50)
    if not seal.fits(cookie, said(form, FIELD)):
        raise Forged
    return form


_OURS = {"same-origin", "none"}


def said(form: FormData | Mapping[str, str], name: str) -> str:
    """Return a field's text, or nothing."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
