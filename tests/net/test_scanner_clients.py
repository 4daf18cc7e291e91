"""Judges elsewhere that answer well, badly, late or never."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from glassine.flow.judging.client import Client
from glassine.flow.judging.scanners import Opinion, Shown, Silence
from glassine.net.clamd_client import UNNAMED, ClamdClient
from glassine.net.rspamd_client import RspamdClient
from glassine.trust.helo import Greeting
from glassine.words.elsewhere import RspamdAction
from glassine.words.envelope import Envelope, Recipient, Sender
from glassine.words.private import Message
from glassine.words.public import (
    ConnectionId,
    HostName,
    Protocol,
    RuleName,
    Size,
    ip_address,
    parse_address,
)

HOST = "127.0.0.1"
RUNS = [b"Subject: x\r\n\r\n", b"", b"y" * 70_000]
CLIENT = Client(
    id=ConnectionId("C"),
    protocol=Protocol.MX,
    ip=ip_address("198.51.100.7"),
    rdns=HostName("mail.example.net"),
    greeting=Greeting(HostName("mail.example.net"), True),
)
ENVELOPE = Envelope(
    Sender(parse_address("zoe@example.net")),
    [Recipient(parse_address("ann@example.org"))],
)

Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def shown(envelope: Envelope = ENVELOPE) -> Shown:
    size = Size(sum(map(len, RUNS)))
    return Shown(CLIENT, envelope, size, iter([Message(run) for run in RUNS]))


async def asked(answering: Answering, ask: Callable[[int], Awaitable[Any]]) -> Any:
    """Run a server that answers so while somebody asks it at its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answering(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, HOST, 0)
    async with server:
        return await ask(server.sockets[0].getsockname()[1])


def clamd_at(port: int, timeout: float = 5.0) -> ClamdClient:
    return ClamdClient(host=HOST, port=port, socket=None, timeout=timeout)


def clamd_says(line: bytes, heard: list[bytes] | None = None) -> Answering:
    async def answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        assert await reader.readexactly(10) == b"zINSTREAM\0"
        while length := int.from_bytes(await reader.readexactly(4), "big"):
            run = await reader.readexactly(length)
            if heard is not None:
                heard.append(run)
        writer.write(line)
        await writer.drain()

    return answer


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"stream: OK\0", ()),
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", (RuleName("Win.Test.EICAR_HDB-1"),)),
        (b"stream: A.B-1(44d88612fea8a8f36de82e12:68) FOUND\0", (RuleName("A.B-1"),)),
        (b"stream: \xff\xfe FOUND\0", (UNNAMED,)),
        (b"INSTREAM size limit exceeded. ERROR\0", Silence.UNREADABLE),
        (b"stream: OK", Silence.UNREACHABLE),
        (b"", Silence.UNREACHABLE),
        (b"x" * 10_000, Silence.UNREACHABLE),
    ],
)
async def test_clamd_is_heard(line: bytes, expected: object) -> None:
    heard: list[bytes] = []
    said = await asked(
        clamd_says(line, heard), lambda port: clamd_at(port).scan(shown())
    )
    assert said == expected
    assert b"".join(heard) == b"".join(RUNS)


async def never(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    await asyncio.sleep(2)


async def hangs_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def test_nobody_waits_for_ever() -> None:
    for ask in (
        lambda port: clamd_at(port, 0.2).scan(shown()),
        lambda port: RspamdClient(f"http://{HOST}:{port}", 0.2).scan(shown()),
    ):
        assert await asked(never, ask) is Silence.TIMED_OUT


async def test_who_hangs_up_or_is_not_there_has_not_answered(tmp_path: Path) -> None:
    for ask in (
        lambda port: clamd_at(port).scan(shown()),
        lambda port: RspamdClient(f"http://{HOST}:{port}", 5).scan(shown()),
    ):
        assert await asked(hangs_up, ask) is Silence.UNREACHABLE
        assert await ask(1) is Silence.UNREACHABLE
    nowhere = ClamdClient(host="", port=0, socket=tmp_path / "none", timeout=1)
    assert await nowhere.scan(shown()) is Silence.UNREACHABLE


def rspamd_says(
    body: bytes, status: str = "200 OK", heard: list[bytes] | None = None
) -> Answering:
    async def answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        content = await reader.readexactly(sum(map(len, RUNS)))
        if heard is not None:
            heard.extend([head, content])
        length = f"Content-Length: {len(body)}\r\nConnection: close"
        writer.write(f"HTTP/1.1 {status}\r\n{length}\r\n\r\n".encode() + body)
        await writer.drain()

    return answer


def rspamd_asked(answering: Answering, envelope: Envelope = ENVELOPE) -> Any:
    return asked(
        answering,
        lambda port: RspamdClient(f"http://{HOST}:{port}", 5).scan(shown(envelope)),
    )


async def test_rspamd_gets_the_envelope_and_the_whole_message() -> None:
    heard: list[bytes] = []
    answer = json.dumps({"action": "no action", "symbols": {}}).encode()
    said = await rspamd_asked(rspamd_says(answer, heard=heard))
    assert said == Opinion(())
    head, content = heard
    assert content == b"".join(RUNS)
    assert head.startswith(b"POST /checkv2 HTTP/1.1\r\n")
    for line in (
        b"IP: 198.51.100.7",
        b"Helo: mail.example.net",
        b"Hostname: mail.example.net",
        b"From: zoe@example.net",
        b"Rcpt: ann@example.org",
    ):
        assert b"\r\n" + line + b"\r\n" in head


async def test_the_null_sender_is_told_as_such() -> None:
    heard: list[bytes] = []
    answer = rspamd_says(b'{"action": "", "symbols": {}}', heard=heard)
    await rspamd_asked(answer, Envelope(Sender(None)))
    assert b"\r\nFrom: <>\r\n" in heard[0]


async def test_symbols_are_kept_by_name_and_score_and_nothing_else() -> None:
    answer = {
        "action": "soft reject",
        "score": 7.5,
        "symbols": {
            "BAYES_SPAM": {"name": "BAYES_SPAM", "score": 5.1, "options": ["a word"]},
            "DKIM": {"score": -0.5},
            "ZERO": {"score": 0},
            "a word of the message": {"score": 3},
        },
    }
    said = await rspamd_asked(rspamd_says(json.dumps(answer).encode()))
    assert isinstance(said, Opinion)
    assert [(s.name.name, s.score) for s in said.symbols] == [
        ("BAYES_SPAM", 5.1),
        ("DKIM", -0.5),
    ]
    assert said.action is RspamdAction.SOFT_REJECT
    assert "word" not in repr(said)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", "200 OK"),
        (b"[]", "200 OK"),
        (b'{"action": 1, "symbols": {}}', "200 OK"),
        (b'{"action": "reject"}', "200 OK"),
        (b'{"action": "reject", "symbols": {}}', "503 Busy"),
        (b"\xff" * 2_000_000, "200 OK"),
    ],
)
async def test_what_is_no_opinion_is_none(body: bytes, status: str) -> None:
    assert await rspamd_asked(rspamd_says(body, status)) is Silence.UNREADABLE
