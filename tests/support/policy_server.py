"""An HTTPS server that answers each request with the same octets: MTA-STS in tests."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from support.authority import Issued


@dataclass
class PolicyServer:
    """Where it is, and what it was asked."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list)


def response(
    body: bytes, *, status: str = "200 OK", kind: str = "text/plain", more: str = ""
) -> bytes:
    """Return an HTTP response with this body."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}"
    length = f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return (head + length).encode() + body


@asynccontextmanager
async def policy_server(
    place: Path, issued: Issued, answer: bytes, *, delay: float = 0
) -> AsyncIterator[PolicyServer]:
    """Serve until the block ends, with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*issued.write(place / "policy-server"))
    server = PolicyServer()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.requests.append(await reader.readuntil(b"\r\n\r\n"))
        await asyncio.sleep(delay)
        writer.write(answer)
        writer.close()

    listening = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=context)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
