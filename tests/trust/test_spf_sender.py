"""SPF is asked of the client's name and of the sender's, and says by what it judged."""

import asyncio
from ipaddress import IPv4Address
from typing import Any

import pytest

from glassine.events.facts import Checked
from glassine.trust.resolver import Found
from glassine.trust.spf_sender import SpfOutcome, SpfOutcomes, check_sender
from glassine.words.clock import Seconds
from glassine.words.public import Domain, HostName, ip_address, parse_address
from glassine.words.sender import SpfFault, SpfIdentity, SpfTerm
from support.zone_resolver import TIMEOUT, Zone, ZoneResolver

CLIENT = ip_address("192.0.2.25")
ZOE = parse_address("zoe@example.net")
MX = HostName("mx.example.net")


def spf(record: str) -> list[tuple[str, str]]:
    return [("TXT", f"v=spf1 {record}")]


def checked(
    zone: Zone, helo: HostName = MX, sender: object = ZOE, ip: str = "192.0.2.25"
) -> SpfOutcomes:
    assert sender is None or sender is ZOE
    return asyncio.run(
        check_sender(
            ZoneResolver(zone),
            ip=ip_address(ip),
            helo=helo,
            mail_from=ZOE if sender else None,
        )
    )


def test_both_names_are_asked_each_by_its_own_record() -> None:
    zone = {"mx.example.net": spf("ip4:192.0.2.25 -all"), "example.net": spf("-all")}
    found = checked(zone)
    assert found.helo == SpfOutcome(
        identity=SpfIdentity.HELO,
        result=Checked.PASS,
        domain=Domain("mx.example.net"),
        matched=SpfTerm.IP4,
    )
    assert found.mail_from == SpfOutcome(
        identity=SpfIdentity.MAIL_FROM,
        result=Checked.FAIL,
        domain=Domain("example.net"),
        matched=SpfTerm.ALL,
    )


class Noted(ZoneResolver):
    """Notes whose texts are asked for."""

    def __init__(self, zone: Zone) -> None:
        super().__init__(zone)
        self.asked: list[str] = []

    async def txt(self, name: str) -> Found[bytes]:
        self.asked.append(name)
        return await super().txt(name)


def test_an_explanation_that_nobody_is_shown_is_not_asked_for() -> None:
    resolver = Noted({"example.net": spf("-all exp=why.example.net")})
    question = check_sender(resolver, ip=CLIENT, helo=MX, mail_from=ZOE)
    assert asyncio.run(question).mail_from.result is Checked.FAIL
    assert resolver.asked == ["mx.example.net", "example.net"]


def test_a_bounce_has_no_sender_but_the_client_itself() -> None:
    found = checked({"mx.example.net": spf("a -all")}, sender=None)
    assert found.mail_from.identity is SpfIdentity.MAIL_FROM
    assert found.mail_from.domain == Domain("mx.example.net")
    assert found.mail_from.result is found.helo.result


@pytest.mark.parametrize("name", ["[192.0.2.25]", "[IPv6:2001:db8::1]", "a:b", "-a-"])
def test_a_client_that_gives_no_domain_is_not_asked_about(name: str) -> None:
    found = checked({"example.net": spf("+all")}, HostName(name))
    assert found.helo == SpfOutcome(identity=SpfIdentity.HELO, result=Checked.NONE)
    assert found.mail_from.result is Checked.PASS


@pytest.mark.parametrize(
    ("record", "term"),
    [
        ("all", SpfTerm.ALL),
        ("a:there.example.net", SpfTerm.A),
        ("mx:there.example.net", SpfTerm.MX),
        ("ip4:192.0.2.0/24", SpfTerm.IP4),
        ("exists:there.example.net", SpfTerm.EXISTS),
        ("include:open.example.net", SpfTerm.INCLUDE),
        ("ptr", SpfTerm.PTR),
        ("redirect=open.example.net", SpfTerm.ALL),
        ("ip4:198.51.100.1", None),
    ],
)
def test_what_matched_is_named(record: str, term: SpfTerm | None) -> None:
    there = [("A", "192.0.2.25"), ("MX", (10, "there.example.net"))]
    zone: Zone = {
        "example.net": spf(record),
        "there.example.net": there,
        "open.example.net": spf("+all"),
        CLIENT.reverse_pointer: [("PTR", "there.example.net")],
    }
    found = checked(zone).mail_from
    assert found.matched is term
    assert found.result is (Checked.PASS if term else Checked.NEUTRAL)


def test_an_ipv6_network_is_named_as_such() -> None:
    found = checked({"example.net": spf("ip6:2001:db8::/32")}, ip="2001:db8::25")
    assert found.mail_from.matched is SpfTerm.IP6


@pytest.mark.parametrize(
    ("rows", "result", "fault"),
    [
        (spf("nonsense"), Checked.PERMERROR, SpfFault.SYNTAX),
        (spf("-all") * 2, Checked.PERMERROR, SpfFault.SEVERAL),
        (spf("include:gone.example.net"), Checked.PERMERROR, SpfFault.NOWHERE),
        (spf("redirect=gone.example.net"), Checked.PERMERROR, SpfFault.NOWHERE),
        (spf("include:example.net"), Checked.PERMERROR, SpfFault.LOOKUPS),
        (
            spf(" ".join(f"a:x{n}.example.net" for n in range(3))),
            Checked.PERMERROR,
            SpfFault.VOID,
        ),
        ([TIMEOUT], Checked.TEMPERROR, SpfFault.DNS),
    ],
)
def test_why_a_record_cannot_be_evaluated_is_named(
    rows: list[tuple[str, str]], result: Checked, fault: SpfFault
) -> None:
    found = checked({"example.net": rows}).mail_from
    assert (found.result, found.fault) == (result, fault)


def test_a_sender_at_an_address_literal_has_no_record_to_ask() -> None:
    async def check() -> SpfOutcomes:
        sender = parse_address("zoe@[192.0.2.1]")
        return await check_sender(
            ZoneResolver({}), ip=CLIENT, helo=MX, mail_from=sender
        )

    found = asyncio.run(check()).mail_from
    assert (found.result, found.domain) == (Checked.NONE, None)


class Slow(ZoneResolver):
    """Answers each question about a host, but not soon."""

    async def a(self, name: str) -> Found[IPv4Address]:
        await asyncio.sleep(0.1)
        return await super().a(name)


def test_many_slow_answers_are_a_temporary_error_of_that_name_only() -> None:
    """Each answer is in time, and all of them together are not. RFC 7208 §4.6.4"""
    hosts = {f"a{n}.example.net": [("A", "192.0.2.1")] for n in range(9)}
    terms = " ".join(f"a:{host}" for host in hosts)
    zone = hosts | {"mx.example.net": spf(f"{terms} -all"), "example.net": spf("-all")}
    asked = check_sender(
        Slow(zone), ip=CLIENT, helo=MX, mail_from=ZOE, patience=Seconds(0.3)
    )
    found = asyncio.run(asked)
    assert (found.helo.result, found.helo.fault) == (Checked.TEMPERROR, SpfFault.DNS)
    assert found.mail_from.result is Checked.FAIL


class Counted(ZoneResolver):
    """Counts what is asked of a stranger's name server."""

    def __init__(self, zone: Zone) -> None:
        super().__init__(zone)
        self.asked = 0

    async def a(self, name: str) -> Found[IPv4Address]:
        self.asked += 1
        return await super().a(name)


def test_one_record_does_not_make_us_ask_a_hundred_times() -> None:
    """Ten times ten names that it chose: of whom, only their own server sees."""
    hosts = [f"h{number}.victim.example" for number in range(100)]
    zone: dict[str, list[Any]] = {
        "example.net": spf(" ".join(f"mx:m{n}.x.example" for n in range(10))),
        **{host: [("A", "192.0.2.77")] for host in hosts},
    }
    for number in range(10):
        there = hosts[10 * number : 10 * number + 10]
        zone[f"m{number}.x.example"] = [("MX", [10, host]) for host in there]
    resolver = Counted(zone)
    found = asyncio.run(
        check_sender(resolver, ip=ip_address("192.0.2.25"), helo=MX, mail_from=ZOE)
    )
    assert (found.mail_from.result, found.mail_from.fault) == (
        Checked.PERMERROR,
        SpfFault.LOOKUPS,
    )
    assert resolver.asked < 40
