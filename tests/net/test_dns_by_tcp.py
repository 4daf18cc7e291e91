"""An answer of DNS comes whole if it is of use, and not at all if it is a burden."""

import asyncio
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

import dns.flags
import dns.message
import dns.name
import dns.rrset
import pytest

from glassine.net.dns_by_tcp import LONGEST, MOST_RECORDS
from glassine.net.resolve import DnsResolver
from glassine.trust.resolver import Ending, Found, Mx
from glassine.words.clock import SystemClock
from glassine.words.public import Endpoint, ip_address

Answer = Callable[[dns.message.Message], bytes]


class Packets(asyncio.DatagramProtocol):
    """Says of every answer that it is too large for a packet."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        answer = dns.message.make_response(dns.message.from_wire(data))
        answer.flags |= dns.flags.TC
        self._transport.sendto(answer.to_wire(), addr)


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[Endpoint]:
    """Serve one answer, by TCP only."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        size = int.from_bytes(await reader.readexactly(2), "big")
        asked = dns.message.from_wire(await reader.readexactly(size))
        wire = answer(asked)
        writer.write(len(wire).to_bytes(2, "big") + wire)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    ip, port = server.sockets[0].getsockname()
    packets, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        Packets, (ip, port)
    )
    try:
        yield Endpoint(ip_address(ip), port)
    finally:
        packets.close()
        server.close()
        await server.wait_closed()


def exchangers(answer: Answer) -> Found[Mx]:
    """Return what a resolver makes of an answer to a question for MX."""

    async def test() -> Found[Mx]:
        async with serving(answer) as server:
            clock = SystemClock()
            resolver = DnsResolver(servers=[server], timeout=3, clock=clock)
            return await resolver.mx("example.net")

    return asyncio.run(test())


def of(many: int, name: str = "mx{}.example.net.") -> Answer:
    """Return an answer of so many exchangers."""

    def answer(asked: dns.message.Message) -> bytes:
        said = dns.message.make_response(asked)
        hosts = [f"10 {name.format(number)}" for number in range(many)]
        said.answer.append(dns.rrset.from_text("example.net.", 60, "IN", "MX", *hosts))
        return said.to_wire(max_size=65535)

    return answer


def test_a_large_answer_comes_by_tcp() -> None:
    assert len(exchangers(of(80)).records) == 80


@pytest.mark.parametrize(
    "answer",
    [
        of(MOST_RECORDS + 1),
        lambda asked: of(1)(asked) + bytes(LONGEST),
        lambda asked: b"",
        lambda asked: b"\0" * 11,
        lambda asked: of(1)(asked)[:-1],
        lambda asked: b"\0\0" + of(1)(asked)[2:],
        lambda asked: struct.pack("!6H", asked.id, 0x8180, 1, 65535, 65535, 65535),
    ],
    ids=["records", "octets", "empty", "head", "cut", "another's", "counts"],
)
def test_an_answer_that_is_a_burden_is_none(answer: Answer) -> None:
    assert exchangers(answer).ending is Ending.FAILED
