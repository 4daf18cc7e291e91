"""A connection's name is a help, never a condition: without DNS there is none."""

import asyncio
from time import monotonic
from typing import cast

import dns.message
import dns.rrset
import pytest

from glassine.net.resolve import DnsResolver
from glassine.words.public import HostName, ip_address

NOBODY = "127.0.0.153"  # no name server listens there


def test_loopback_is_localhost_and_dns_is_not_asked() -> None:
    resolver = DnsResolver(servers=[NOBODY], timeout=60)
    for ip in ("127.0.0.1", "127.1.2.3", "::1"):
        name = asyncio.run(resolver.reverse(ip_address(ip)))
        assert name == HostName("localhost")


def test_where_no_name_server_answers_there_is_no_name_in_time() -> None:
    resolver = DnsResolver(servers=[NOBODY], timeout=0.3)
    began = monotonic()
    assert asyncio.run(resolver.reverse(ip_address("192.0.2.1"))) is None
    assert monotonic() - began < 10


class Zone(asyncio.DatagramProtocol):
    """A name server that knows what a test has written."""

    def __init__(self, *records: str) -> None:
        self._sets = [dns.rrset.from_text(*record.split()) for record in records]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        asked = dns.message.from_wire(data)
        answer = dns.message.make_response(asked)
        (question,) = asked.question
        for found in self._sets:
            if (found.name, found.rdtype) == (question.name, question.rdtype):
                answer.answer.append(found)
        self._transport.sendto(answer.to_wire(), addr)


POINTER = "7.2.0.192.in-addr.arpa. 60 IN PTR mx.example.net."
POINTER_6 = ("7." + "0." * 23 + "8.b.d.0.1.0.0.2.ip6.arpa.") + " 60 IN PTR six.example."


@pytest.mark.parametrize(
    ("ip", "records", "name"),
    [
        ("192.0.2.7", [POINTER, "mx.example.net. 60 IN A 192.0.2.7"], "mx.example.net"),
        ("192.0.2.7", [POINTER, "mx.example.net. 60 IN A 192.0.2.8"], None),
        ("192.0.2.7", [POINTER], None),
        ("192.0.2.7", [], None),
        (
            "2001:db8::7",
            [POINTER_6, "six.example. 60 IN AAAA 2001:DB8:0::7"],
            "six.example",
        ),
    ],
)
def test_a_name_counts_if_it_leads_back(
    ip: str, records: list[str], name: str | None
) -> None:
    async def test() -> HostName | None:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: Zone(*records), ("127.0.0.1", 0)
        )
        resolver = DnsResolver(servers=["127.0.0.1"], timeout=5)
        resolver._resolver.port = transport.get_extra_info("sockname")[1]
        try:
            return await resolver.reverse(ip_address(ip))
        finally:
            transport.close()

    assert asyncio.run(test()) == (HostName(name) if name else None)
