"""What stands before every page: whom it was meant for, how much, and what goes back.

A browser is told to run nothing but our own files, to frame us nowhere, to tell nobody
where it has been and to keep nothing. What breaks inside is told by its kind to the
log; the answer says only that it broke.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OnFault: TypeAlias = Callable[[Exception], None]

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    b"content-security-policy": CONTENT_POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
A_YEAR = b"max-age=31536000"  # RFC 6797 §6.1.1
STATIC = "/static/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What the guard lets in, and whether it stands behind TLS."""

    hosts: frozenset[str]
    tls: bool
    body: int = 64 << 10  # octets of a form
    patience: float = 10.0  # seconds, for all of it to come


class _TooLarge(Exception):
    """The body is over the limit."""


NOT_HERE = (
    "There are no pages here under that name. Whoever runs this server can name it in "
    "[web] hosts."
)


class Guard:
    """An ASGI application around another."""

    def __init__(self, app: ASGIApp, rules: Rules, on_fault: OnFault) -> None:
        self._app = app
        self._rules = rules
        self._on_fault = on_fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reply = _Reply(send, self._headers(scope["path"]))
        if _host(scope) not in self._rules.hosts:
            await _say(421, NOT_HERE, scope, receive, reply)
            return
        try:
            async with asyncio.timeout(self._rules.patience):
                body = await _whole(scope, receive, self._rules.body)
        except _TooLarge:
            await _say(413, "That is too much.", scope, receive, reply)
            return
        except TimeoutError:
            await _say(408, "That took too long.", scope, receive, reply)
            return
        await self._inside(scope, _replay(body, receive), reply)

    async def _inside(self, scope: Scope, receive: Receive, reply: "_Reply") -> None:
        try:
            await self._app(scope, receive, reply)
        except Exception as broken:
            self._on_fault(broken)
            if not reply.begun:
                await _say(500, "Something broke here.", scope, receive, reply)

    def _headers(self, path: str) -> list[tuple[bytes, bytes]]:
        headers = [*HEADERS.items()]
        if not path.startswith(STATIC):
            headers.append((b"cache-control", b"no-store"))
        if self._rules.tls:
            headers.append((b"strict-transport-security", A_YEAR))
        return headers


class _Reply:
    """Sends, with the guard's headers, and remembers whether it began."""

    def __init__(self, send: Send, headers: list[tuple[bytes, bytes]]) -> None:
        self._send = send
        self._headers = headers
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            message = {**message, "headers": [*message["headers"], *self._headers]}
        await self._send(message)


async def _say(
    status: int, words: str, scope: Scope, receive: Receive, reply: _Reply
) -> None:
    await PlainTextResponse(f"{words}\n", status)(scope, receive, reply)


def _named(scope: Scope, name: bytes) -> Iterator[str]:
    return (v.decode("latin-1") for k, v in scope["headers"] if k == name)


def _host(scope: Scope) -> str:
    """Return the host that was asked for, without its port. RFC 9110 §7.2"""
    said = next(_named(scope, b"host"), "").lower()
    if said.startswith("["):
        return said.partition("]")[0] + "]"
    return said.partition(":")[0]


async def _whole(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Return the body. Raises `_TooLarge`."""
    if scope["method"] in ("GET", "HEAD"):
        return b""
    body, more = bytearray(), True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > limit:
            raise _TooLarge
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give the body once; then wait for the client to leave."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again
