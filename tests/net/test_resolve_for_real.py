"""The resolver asks real name servers: NSD with a signed zone, behind Unbound."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from ipaddress import IPv4Address, IPv6Address
from typing import TypeVar

import pytest

from glassine.net.resolve import DnsResolver
from glassine.trust.resolver import Ending, Mx, Tlsa
from glassine.words.public import HostName
from support.name_servers import NameServers, name_servers

T = TypeVar("T")

SIGNED = f"""\
@ MX 10 mx
@ MX 20 mx.example.net.
mx A 192.0.2.1
mx AAAA 2001:db8::1
alias CNAME mx
away CNAME mx.example.net.
_25._tcp.mx TLSA 3 1 1 {"ab" * 32}
_mta-sts TXT "v=STSv1; " "id=1;"
"""
PLAIN = "@ MX 0 .\nmx A 192.0.2.2\n_25._tcp.mx TLSA 3 1 1 " + "00" * 32
BIG = "\n".join(f'@ TXT "{number} {"x" * 200}"' for number in range(60))


@pytest.fixture(scope="module")
def dns(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameServers]:
    zones = {"example.org": SIGNED, "example.net": PLAIN, "big.test": BIG}
    with name_servers(
        tmp_path_factory.mktemp("dns"),
        {**zones, "forged.example": "@ MX 10 mx\nmx A 192.0.2.3"},
        signed=["example.org"],
        bogus=["forged.example"],
        silent=["silent.example"],
    ) as servers:
        yield servers


def asked(
    dns: NameServers, ask: Callable[[DnsResolver], Awaitable[T]], timeout: float = 5
) -> T:
    async def test() -> T:
        return await ask(dns.resolver(timeout))

    return asyncio.run(test())


def test_what_a_signed_zone_says_is_secure(dns: NameServers) -> None:
    mx = asked(dns, lambda resolver: resolver.mx("example.org"))
    assert sorted(mx.records, key=str) == [
        Mx(10, HostName("mx.example.org")),
        Mx(20, HostName("mx.example.net")),
    ]
    a = asked(dns, lambda resolver: resolver.a("mx.example.org"))
    aaaa = asked(dns, lambda resolver: resolver.aaaa("mx.example.org"))
    tlsa = asked(dns, lambda resolver: resolver.tlsa(HostName("mx.example.org"), 25))
    txt = asked(dns, lambda resolver: resolver.txt("_mta-sts.example.org"))
    assert a.records == (IPv4Address("192.0.2.1"),)
    assert aaaa.records == (IPv6Address("2001:db8::1"),)
    assert tlsa.records == (Tlsa(3, 1, 1, b"\xab" * 32),)
    assert txt.records == (b"v=STSv1; id=1;",)
    assert all(found.secure for found in (mx, a, aaaa, tlsa, txt))
    assert 0 < mx.ttl <= 300


def test_what_is_not_there_is_told_apart_and_is_secure_too(dns: NameServers) -> None:
    none = asked(dns, lambda resolver: resolver.mx("mx.example.org"))
    nobody = asked(dns, lambda resolver: resolver.mx("no.example.org"))
    assert (none.ending, none.secure) == (Ending.NO_DATA, True)
    assert (nobody.ending, nobody.secure) == (Ending.NO_NAME, True)


def test_what_an_unsigned_zone_says_is_not_secure(dns: NameServers) -> None:
    found = asked(dns, lambda resolver: resolver.mx("example.net"))
    assert (found.ending, found.records, found.secure) == (
        Ending.FOUND,
        (Mx(0, None),),
        False,
    )
    tlsa = asked(dns, lambda resolver: resolver.tlsa(HostName("mx.example.net"), 25))
    assert tlsa.records and not tlsa.secure


def test_an_alias_is_as_secure_as_where_it_leads(dns: NameServers) -> None:
    near = asked(dns, lambda resolver: resolver.a("alias.example.org"))
    far = asked(dns, lambda resolver: resolver.a("away.example.org"))
    assert (near.canonical, near.secure) == (HostName("mx.example.org"), True)
    assert (far.canonical, far.secure) == (HostName("mx.example.net"), False)


def test_a_forged_zone_is_not_answered_for(dns: NameServers) -> None:
    found = asked(dns, lambda resolver: resolver.mx("forged.example"))
    assert (found.ending, found.records) == (Ending.FAILED, ())


def test_a_silent_server_is_waited_for_and_no_longer(dns: NameServers) -> None:
    found = asked(dns, lambda resolver: resolver.mx("silent.example"), 0.5)
    assert found.ending is Ending.FAILED


def test_an_answer_too_large_for_a_packet_comes_by_tcp(dns: NameServers) -> None:
    found = asked(dns, lambda resolver: resolver.txt("big.test"))
    assert len(found.records) == 60
