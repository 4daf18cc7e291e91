"""What DNS says, as the house takes it: read if it can be, and never raised.

The name server here is a few lines of Python that says what a test has written; what
takes real ones is in test_resolve_for_real.py.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address
from time import monotonic
from typing import TypeVar, cast

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from glassine.net import dns_memory
from glassine.net.dns_memory import Memory
from glassine.net.resolve import DnsResolver
from glassine.trust.resolver import Ending, Found, Mx, Tlsa
from glassine.words.clock import Milliseconds, Seconds, SystemClock
from glassine.words.public import Endpoint, HostName, ip_address

T = TypeVar("T")

NOBODY = "127.0.0.153"  # no name server listens there


@dataclass
class Hand:
    """A clock whose hand the test moves."""

    seconds: float = 0.0

    def now(self) -> Milliseconds:
        return Milliseconds(int(self.seconds * 1000))

    def ticks(self) -> Seconds:
        return Seconds(self.seconds)


@dataclass
class Zone(asyncio.DatagramProtocol):
    """A name server that knows what a test has written, and counts who asks."""

    records: tuple[str, ...]
    code: dns.rcode.Rcode = dns.rcode.NOERROR
    flags: int = 0
    asked: list[dns.message.Message] = field(default_factory=list)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        asked = dns.message.from_wire(data)
        self.asked.append(asked)
        answer = dns.message.make_response(asked)
        answer.set_rcode(self.code)
        answer.flags |= self.flags
        (question,) = asked.question
        for record in self.records:
            found = dns.rrset.from_text(*record.split(maxsplit=4))
            is_meant = found.name == question.name
            if is_meant and found.rdtype in (question.rdtype, dns.rdatatype.CNAME):
                answer.answer.append(found)
        for alias in list(answer.answer):
            for record in self.records if alias.rdtype == dns.rdatatype.CNAME else ():
                found = dns.rrset.from_text(*record.split(maxsplit=4))
                if found.name == alias[0].target:
                    answer.answer.append(found)
        self._transport.sendto(answer.to_wire(), addr)


@asynccontextmanager
async def serving(zone: Zone) -> AsyncIterator[Endpoint]:
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: zone, ("127.0.0.1", 0)
    )
    try:
        ip, port = transport.get_extra_info("sockname")
        yield Endpoint(ip_address(ip), port)
    finally:
        transport.close()


def answered(zone: Zone, ask: Callable[[DnsResolver], Awaitable[T]]) -> T:
    """Return what a resolver that asks this zone says."""

    async def test() -> T:
        async with serving(zone) as server:
            return await ask(
                DnsResolver(servers=[server], timeout=5, clock=SystemClock())
            )

    return asyncio.run(test())


def nobody(timeout: float) -> DnsResolver:
    servers = [Endpoint(ip_address(NOBODY), 53)]
    return DnsResolver(servers=servers, timeout=timeout, clock=SystemClock())


def test_loopback_is_localhost_and_dns_is_not_asked() -> None:
    resolver = nobody(timeout=60)
    for ip in ("127.0.0.1", "127.1.2.3", "::1"):
        name = asyncio.run(resolver.reverse(ip_address(ip)))
        assert name == HostName("localhost")
    four = asyncio.run(resolver.a("Localhost."))
    six = asyncio.run(resolver.aaaa("a.localhost"))
    assert (*four.records, *six.records) == (
        IPv4Address("127.0.0.1"),
        IPv6Address("::1"),
    )


def test_where_no_name_server_answers_there_is_no_name_in_time() -> None:
    resolver = nobody(timeout=0.3)
    began = monotonic()
    assert asyncio.run(resolver.reverse(ip_address("192.0.2.1"))) is None
    assert asyncio.run(resolver.mx("example.org")).ending is Ending.FAILED
    assert monotonic() - began < 10


def test_where_the_machine_names_no_server_each_question_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import dns.resolver

    def unreadable(*_: object) -> None:
        raise dns.resolver.NoResolverConfiguration

    monkeypatch.setattr("dns.resolver.BaseResolver.read_resolv_conf", unreadable)
    resolver = DnsResolver(servers=[], timeout=5, clock=SystemClock())
    assert asyncio.run(resolver.mx("example.org")).ending is Ending.FAILED
    assert asyncio.run(resolver.reverse(ip_address("192.0.2.1"))) is None


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
    zone = Zone(tuple(records))
    found = answered(zone, lambda resolver: resolver.reverse(ip_address(ip)))
    assert found == (HostName(name) if name else None)


def test_mail_exchangers_come_as_they_are_and_the_null_one_has_no_host() -> None:
    zone = Zone(
        (
            "example.org. 300 IN MX 20 B.example.net.",
            "example.org. 300 IN MX 10 a.example.net.",
            "example.com. 300 IN MX 0 .",
        )
    )
    found = answered(zone, lambda resolver: resolver.mx("example.org"))
    assert found == Found(
        Ending.FOUND,
        (Mx(20, HostName("b.example.net")), Mx(10, HostName("a.example.net"))),
        ttl=300,
        canonical=HostName("example.org"),
    )
    null = answered(zone, lambda resolver: resolver.mx("example.com"))
    assert null.records == (Mx(0, None),)


@pytest.mark.parametrize(
    "host", ["a\\032b.example.", "-x.example.", "a\\.b.example.", "a:1."]
)
def test_a_host_that_cannot_be_one_is_left_out(host: str) -> None:
    zone = Zone((f"example.org. 300 IN MX 10 {host}", "example.org. 300 IN MX 5 a."))
    found = answered(zone, lambda resolver: resolver.mx("example.org"))
    assert found.ending is Ending.FOUND
    assert found.records == (Mx(5, HostName("a")),)


def test_a_text_longer_than_any_policy_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    zone = Zone(('a.example. 60 IN TXT "abcd" "efgh"',))
    for longest, found in ((8, (b"abcdefgh",)), (7, ())):
        monkeypatch.setattr("glassine.net.resolve.LONGEST_TEXT", longest)
        assert answered(zone, lambda r: r.txt("a.example")).records == found


def test_a_text_in_pieces_is_joined_without_spaces() -> None:
    zone = Zone(('_spf.example.org. 60 IN TXT "v=spf1 " "-all\\255"',))
    found = answered(zone, lambda resolver: resolver.txt("_SPF.example.org"))
    assert found.records == (b"v=spf1 -all\xff",)


def test_a_tlsa_record_is_asked_for_by_port() -> None:
    zone = Zone((f"_25._tcp.mx.example. 60 IN TLSA 3 1 1 {'ab' * 32}",))
    found = answered(zone, lambda resolver: resolver.tlsa(HostName("mx.example"), 25))
    assert found.records == (Tlsa(3, 1, 1, b"\xab" * 32),)


def test_an_alias_is_followed_and_its_end_is_told() -> None:
    zone = Zone(
        ("mx.example. 60 IN CNAME far.example.", "far.example. 9 IN A 192.0.2.1")
    )
    found = answered(zone, lambda resolver: resolver.a("mx.example"))
    assert found.records == (IPv4Address("192.0.2.1"),)
    assert (found.ttl, found.canonical) == (9, HostName("far.example"))


def test_aliases_in_a_ring_end_as_a_failure() -> None:
    zone = Zone(("a.example. 60 IN CNAME a.example.",))
    found = answered(zone, lambda resolver: resolver.a("a.example"))
    assert found.ending is Ending.FAILED


@pytest.mark.parametrize(
    ("code", "ending"),
    [
        (dns.rcode.NOERROR, Ending.NO_DATA),
        (dns.rcode.NXDOMAIN, Ending.NO_NAME),
        (dns.rcode.SERVFAIL, Ending.FAILED),
        (dns.rcode.REFUSED, Ending.FAILED),
        (dns.rcode.YXDOMAIN, Ending.FAILED),
    ],
)
def test_the_endings_are_told_apart(code: dns.rcode.Rcode, ending: Ending) -> None:
    found = answered(Zone((), code), lambda resolver: resolver.a("a.example"))
    assert (found.ending, found.records) == (ending, ())


@pytest.mark.parametrize("name", ["a..b", "", ".", "x" * 64, "é.example", "a." * 128])
def test_a_name_that_cannot_be_is_not_there_and_is_not_asked_for(name: str) -> None:
    zone = Zone(())
    found = answered(zone, lambda resolver: resolver.txt(name))
    assert found.ending is Ending.NO_NAME
    assert zone.asked == []


def test_a_name_of_odd_characters_is_one_label_and_no_escape() -> None:
    zone = Zone(())
    answered(zone, lambda resolver: resolver.txt("a\\046b c.example"))
    assert zone.asked[0].question[0].name.labels == (b"a\\046b c", b"example", b"")


def test_validation_is_asked_for_and_believed_on_loopback() -> None:
    zone = Zone(("a.example. 60 IN A 192.0.2.1",), flags=dns.flags.AD)
    found = answered(zone, lambda resolver: resolver.a("a.example"))
    assert found.secure
    assert zone.asked[0].flags & dns.flags.AD
    zone.flags = 0
    plain = answered(zone, lambda resolver: resolver.a("a.example"))
    assert not plain.secure


@pytest.mark.parametrize("afar", ["192.0.2.53", "2001:db8::53"])
def test_validation_is_not_believed_where_one_server_is_far(afar: str) -> None:
    """What it says could be changed on its way, and who answered is soon forgotten."""
    zone = Zone(("a.example. 60 IN A 192.0.2.1",), flags=dns.flags.AD)

    async def test() -> Found[IPv4Address]:
        async with serving(zone) as near:
            servers = [near, Endpoint(ip_address(afar), 53)]
            resolver = DnsResolver(servers=servers, timeout=5, clock=SystemClock())
            return await resolver.a("a.example")

    found = asyncio.run(test())
    assert found.records and not found.secure


def test_an_answer_is_remembered_for_its_time_to_live() -> None:
    zone, hand = Zone(("a.example. 60 IN A 192.0.2.1",)), Hand()

    async def test() -> None:
        async with serving(zone) as server:
            resolver = DnsResolver(servers=[server], timeout=5, clock=hand)
            for hand.seconds, questions in ((0, 1), (59, 1), (60, 2)):
                found = await resolver.a("A.example")
                assert found.records == (IPv4Address("192.0.2.1"),)
                assert len(zone.asked) == questions

    asyncio.run(test())


def test_a_failure_is_remembered_for_a_moment() -> None:
    zone, hand = Zone((), dns.rcode.SERVFAIL), Hand()

    async def test() -> None:
        async with serving(zone) as server:
            resolver = DnsResolver(servers=[server], timeout=5, clock=hand)
            for hand.seconds, questions in ((0, 1), (4, 1), (5, 2)):
                await resolver.a("a.example")
                assert len(zone.asked) == questions

    asyncio.run(test())


def test_memory_has_an_end_in_time_and_in_room() -> None:
    hand = Hand()
    memory = Memory(hand)
    names = [f"{number}.example" for number in range(dns_memory.MOST_ANSWERS + 1)]
    for name in names:
        memory.keep((name, dns.rdatatype.A), Found(Ending.NO_DATA, ttl=2**31))
    assert memory.recall((names[0], dns.rdatatype.A)) is None
    assert memory.recall((names[1], dns.rdatatype.A)) is not None
    hand.seconds = dns_memory.LONGEST
    assert memory.recall((names[1], dns.rdatatype.A)) is None


@pytest.mark.parametrize(("bound", "least"), [("WORTH_KEEPING", 20), ("FEW", 0)])
def test_a_large_answer_is_used_and_not_remembered(
    bound: str, least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"glassine.net.resolve.{bound}", least)
    zone = Zone(("a.example. 60 IN A 192.0.2.1",))

    async def twice(resolver: DnsResolver) -> Found[IPv4Address]:
        await resolver.a("a.example")
        return await resolver.a("a.example")

    assert answered(zone, twice).records
    assert len(zone.asked) == 2
