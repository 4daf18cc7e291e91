"""A load of messages by SMTP over a few kept connections, with or without a login.

`smtp-source` cannot log in, so this one gives the same load to every server: MAIL,
RCPT and DATA in one write, then the message, as a client that pipelines does.
"""

import asyncio
import base64
import time
from collections.abc import Iterator
from dataclasses import dataclass

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Where to, from whom, and what."""

    port: int
    sender: str
    recipient: str
    login: tuple[str, str] | None = None  # user and password, by AUTH PLAIN
    size: int = 4096


def message(post: Post, number: int) -> bytes:
    """Return one message, its number in the subject and in the Message-ID."""
    head = (
        f"From: <{post.sender}>\r\nTo: <{post.recipient}>\r\n"
        f"Subject: letter {number}\r\nMessage-ID: <{number}@bench.example.net>\r\n"
        "Date: Mon, 23 Nov 2026 12:00:00 +0000\r\n\r\n"
    ).encode()
    line = b"The quick brown fox jumps over the lazy dog, and nobody asks it why.\r\n"
    body = line * (max(0, post.size - len(head)) // len(line) + 1)
    return head + body[: max(0, post.size - len(head) - 2)] + b"\r\n"


async def send_all(post: Post, messages: int, sessions: int) -> None:
    """Send so many messages as fast as they are taken."""
    numbers = iter(range(messages))
    await asyncio.gather(*(_session(post, numbers) for _ in range(sessions)))


async def send_evenly(post: Post, messages: int, per_second: float) -> dict[int, float]:
    """Send one after another at this pace; return when each was sent."""
    begun_at: dict[int, float] = {}
    reader, writer = await _open(post)
    begun = time.monotonic()
    for number in range(messages):
        await asyncio.sleep(max(0.0, begun + number / per_second - time.monotonic()))
        sent = time.monotonic()
        await _send(reader, writer, post, number)
        begun_at[number] = sent
    writer.close()
    return begun_at


async def _session(post: Post, numbers: Iterator[int]) -> None:
    reader, writer = await _open(post)
    for number in numbers:
        await _send(reader, writer, post, number)
    writer.write(b"QUIT\r\n")
    await reader.read()
    writer.close()


async def _open(post: Post) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection(HOST, post.port)
    await _expect(reader, b"220")
    writer.write(b"EHLO client.example.net\r\n")
    await _expect(reader, b"250")
    if post.login:
        user, password = post.login
        plain = base64.b64encode(f"\0{user}\0{password}".encode())
        writer.write(b"AUTH PLAIN " + plain + b"\r\n")
        await _expect(reader, b"235")
    return reader, writer


async def _send(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, post: Post, number: int
) -> None:
    writer.write(
        f"MAIL FROM:<{post.sender}>\r\nRCPT TO:<{post.recipient}>\r\nDATA\r\n".encode()
    )
    for code in (b"250", b"250", b"354"):
        await _expect(reader, code)
    writer.write(message(post, number) + b".\r\n")
    await _expect(reader, b"250")


async def _expect(reader: asyncio.StreamReader, code: bytes) -> None:
    while True:
        line = await reader.readline()
        if not line.startswith(code):
            raise ConnectionError(f"wanted {code!r}, got {line[:3]!r}")
        if line[3:4] != b"-":
            return
