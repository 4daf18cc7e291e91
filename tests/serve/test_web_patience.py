"""Who connects to the viewer and says nothing, or says it too slowly, is hung up on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from glassine.serve.web_patience import PatientProtocol

ASK = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
SOON, LONG = 0.2, 20.0
Talk = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Hasty(PatientProtocol):
    """Waits for a moment only."""

    patience = SOON


async def slow(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer, but take longer than the patience."""
    head = {"type": "http.response.start", "status": 200, "headers": []}
    await send(head | {"headers": [(b"content-length", b"2")]})
    await asyncio.sleep(3 * SOON)
    await send({"type": "http.response.body", "body": b"ok"})


@asynccontextmanager
async def door() -> AsyncIterator[Talk]:
    """Run a server, and connect to it."""
    config = uvicorn.Config(
        slow, http=Hasty, lifespan="off", log_config=None, timeout_keep_alive=60
    )
    config.load()
    state = uvicorn.server.ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Hasty(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    yield reader, writer
    writer.close()
    server.close()


async def answer(reader: asyncio.StreamReader) -> bytes:
    return await asyncio.wait_for(reader.readuntil(b"ok"), LONG)


async def is_hung_up_on(reader: asyncio.StreamReader) -> bool:
    return await asyncio.wait_for(reader.read(), LONG) == b""


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: "])
def test_a_request_that_does_not_come_is_not_waited_for(said: bytes) -> None:
    async def talk() -> None:
        async with door() as (reader, writer):
            writer.write(said)
            assert await is_hung_up_on(reader)

    asyncio.run(talk())


def test_a_slow_answer_is_no_slow_request_and_the_next_one_may_follow() -> None:
    async def talk() -> None:
        async with door() as (reader, writer):
            writer.write(ASK + ASK)  # the second waits for the first. RFC 9112 §9.3.2
            for _ in range(2):
                assert (await answer(reader)).startswith(b"HTTP/1.1 200")
            writer.write(ASK[:9])
            assert await is_hung_up_on(reader)

    asyncio.run(talk())
