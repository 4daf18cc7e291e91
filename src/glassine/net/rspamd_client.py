"""Ask rspamd over HTTP: `POST /checkv2`, the message as it is, the envelope beside it.

Of its answer only the names and scores of symbols are read, and the action; options of
symbols, which quote the message, are passed over.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from math import isfinite

import httpx
import msgspec

from glassine.flow.judging.scanners import Opinion, Shown, Silence, Symbol
from glassine.words.elsewhere import RspamdAction
from glassine.words.public import NotPublic, RuleName

LARGEST_ANSWER = 1 << 20  # octets
_ACTIONS = {action.value: action for action in RspamdAction}


class _Symbol(msgspec.Struct):
    score: float = 0.0


class _Answer(msgspec.Struct):
    symbols: dict[str, _Symbol]
    action: str


_decoder = msgspec.json.Decoder(_Answer)


class RspamdClient:
    """Asks one rspamd, over a new connection each time."""

    def __init__(self, url: str, timeout: float) -> None:
        self._url = f"{url}/checkv2"
        self._timeout = timeout
        self._context = ssl.create_default_context()

    async def scan(self, shown: Shown) -> Opinion | Silence:
        """Return what it makes of a message."""
        try:
            async with asyncio.timeout(self._timeout):
                return await self._scan(shown)
        except (TimeoutError, httpx.TimeoutException):
            return Silence.TIMED_OUT
        except httpx.HTTPError:
            return Silence.UNREACHABLE

    async def _scan(self, shown: Shown) -> Opinion | Silence:
        async with (
            httpx.AsyncClient(
                verify=self._context, trust_env=False, timeout=self._timeout
            ) as client,
            client.stream(
                "POST", self._url, headers=_headers(shown), content=_content(shown)
            ) as response,
        ):
            if response.status_code != httpx.codes.OK:
                return Silence.UNREADABLE
            body = b""
            async for run in response.aiter_bytes():
                body += run
                if len(body) > LARGEST_ANSWER:
                    return Silence.UNREADABLE
        return _opinion(body)


def _headers(shown: Shown) -> list[tuple[bytes, bytes]]:
    client, envelope = shown.client, shown.envelope
    sender = envelope.sender.path
    said = [
        ("Content-Length", str(shown.size)),
        ("IP", str(client.ip)),
        ("Helo", str(client.greeting.host) if client.greeting else ""),
        ("Hostname", str(client.rdns or "")),
        ("From", str(sender) if sender else "<>"),
        *(("Rcpt", str(each.path)) for each in envelope.recipients),
    ]
    return [(name.encode(), value.encode()) for name, value in said if value]


async def _content(shown: Shown) -> AsyncIterator[bytes]:
    for run in shown.runs:
        yield run.reveal()
        await asyncio.sleep(0)  # others have their turn


def _opinion(body: bytes) -> Opinion | Silence:
    try:
        answer = _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return Silence.UNREADABLE
    symbols = tuple(
        Symbol(word, symbol.score)
        for name, symbol in answer.symbols.items()
        if symbol.score and isfinite(symbol.score) and (word := _rule(name))
    )
    return Opinion(symbols, _ACTIONS.get(answer.action))


def _rule(name: str) -> RuleName | None:
    try:
        return RuleName(name)
    except NotPublic:
        return None
