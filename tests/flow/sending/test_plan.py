"""The way out is found as RFC 5321 §5.1 and the operator say, and each no has words."""

import asyncio
from dataclasses import replace
from ipaddress import IPv6Address
from itertools import count
from pathlib import Path

import pytest

from flow.sending.paper_dns import US, Paper
from glassine.events.facts_of_sending import Mode, TlsRule
from glassine.flow.sending.addresses import MOST_ADDRESSES
from glassine.flow.sending.course import Course, Credentials, Handshake, NoCourse
from glassine.flow.sending.exchangers import MOST_HOSTS
from glassine.flow.sending.steps import (
    Cut,
    DomainIsHost,
    DomainIsOurs,
    HostCut,
    HostFound,
    MxAsked,
    RouteTaken,
    StsAsked,
)
from glassine.flow.sending.sts import StsAnswer
from glassine.flow.sending.ways import Way, Ways
from glassine.trust.resolver import Ending, Found, Mx
from glassine.words.private import Password
from glassine.words.public import Domain, HostName, ip_address


def found(paper: Paper, domain: str, *, require_tls: bool = False) -> Course:
    course = asyncio.run(paper.course(domain, require_tls=require_tls))
    assert isinstance(course, Course), course
    return course


def refused(
    paper: Paper, domain: str, *, require_tls: bool = False
) -> tuple[int, str, str]:
    course = asyncio.run(paper.course(domain, require_tls=require_tls))
    assert isinstance(course, NoCourse), course
    return course.code, course.enhanced, course.words


def hosts(course: Course) -> list[str]:
    return [hop.host.name for hop in course.hops]


def ips(course: Course) -> list[list[str]]:
    return [[str(ip) for ip in hop.ips] for hop in course.hops]


def mx(preference: int, host: str | None) -> Mx:
    return Mx(preference, HostName(host) if host else None)


@pytest.fixture
def paper() -> Paper:
    """DNS with a few hosts."""
    paper = Paper()
    for number, name in enumerate("abcdefgh", 1):
        paper.dns.host(f"{name}.example", f"192.0.2.{number}")
    return paper


def a_way(domain: str | None, **other: object) -> Way:
    given: dict[str, object] = {
        "domain": Domain(domain) if domain else None,
        "mode": Mode.SMTP,
        "host": HostName("a.example"),
        "port": 2525,
        "rule": TlsRule.OPPORTUNISTIC,
        "handshake": Handshake.STARTTLS,
    }
    return Way(**{**given, **other})  # type: ignore[arg-type]


def routed(paper: Paper, *routes: Way) -> None:
    paper.ways = replace(paper.ways, routes=routes)


# MX


def test_the_lowest_preference_goes_first(paper: Paper) -> None:
    paper.dns.write("mx example.net", mx(20, "b.example"), mx(10, "a.example"))
    course = found(paper, "example.net")
    assert (course.mode, course.credentials) == (Mode.SMTP, None)
    assert hosts(course) == ["a.example", "b.example"]
    assert ips(course) == [["192.0.2.1"], ["192.0.2.2"]]
    assert {hop.port for hop in course.hops} == {25}
    assert paper.steps == [
        MxAsked(Ending.FOUND, (mx(10, "a.example"), mx(20, "b.example")), False),
        StsAsked(StsAnswer()),
        HostFound(HostName("a.example"), (ip_address("192.0.2.1"),), False),
        HostFound(HostName("b.example"), (ip_address("192.0.2.2"),), False),
    ]


def test_equal_preferences_are_shuffled(paper: Paper) -> None:
    records = [mx(10, "a.example"), mx(10, "b.example"), mx(5, "c.example")]
    paper.dns.write("mx example.net", *records)
    falling = count(255, -1)
    paper.chance = lambda octets: bytes([next(falling)]) * octets
    assert hosts(found(paper, "example.net")) == ["c.example", "b.example", "a.example"]


def test_a_null_mx_takes_no_mail(paper: Paper) -> None:
    """RFC 7505 §4.1"""
    paper.dns.write("mx example.net", mx(0, None))
    said = (556, "5.1.10", "example.net takes no mail: it has a null MX")
    assert refused(paper, "example.net") == said


def test_a_null_mx_beside_others_is_left_out(paper: Paper) -> None:
    paper.dns.write("mx example.net", mx(0, None), mx(10, "a.example"))
    assert hosts(found(paper, "example.net")) == ["a.example"]


def test_without_mx_the_domain_is_the_host(paper: Paper) -> None:
    paper.dns.write("mx a.example")
    assert ips(found(paper, "a.example")) == [["192.0.2.1"]]
    assert DomainIsHost() in paper.steps


def test_a_domain_that_is_not_there_is_refused_for_good(paper: Paper) -> None:
    said = (550, "5.1.2", "there is no domain example.net")
    assert refused(paper, "example.net") == said


def test_where_dns_does_not_answer_it_is_tried_again(paper: Paper) -> None:
    paper.dns.fail("mx example.net")
    assert refused(paper, "example.net")[:2] == (451, "4.4.3")
    paper.dns.write("mx example.net", mx(10, "lost.example"), mx(20, "none.example"))
    paper.dns.fail("a lost.example")
    assert refused(paper, "example.net")[:2] == (451, "4.4.3")
    paper.dns.write("mx example.net", mx(10, "lost.example"), mx(20, "a.example"))
    assert hosts(found(paper, "example.net")) == ["a.example"]


def test_hosts_without_addresses_are_no_way_there(paper: Paper) -> None:
    paper.dns.write("mx example.net", mx(10, "none.example"))
    said = (550, "5.4.4", "the mail hosts of example.net have no addresses")
    assert refused(paper, "example.net") == said
    assert HostCut(HostName("none.example"), Cut.NO_ADDRESS) in paper.steps


def test_exchangers_that_are_no_hosts_are_no_way_there(paper: Paper) -> None:
    paper.dns.known["mx example.net"] = Found(Ending.FOUND)
    assert refused(paper, "example.net")[:2] == (550, "5.4.4")


def test_both_families_take_turns_unless_one_is_not_wanted(paper: Paper) -> None:
    paper.dns.write("mx example.net", mx(10, "x.example"))
    paper.dns.host("x.example", "192.0.2.1", "192.0.2.2")
    six = IPv6Address("2001:db8::1"), IPv6Address("::ffff:192.0.2.2")
    paper.dns.write("aaaa x.example", *six)
    both = [["2001:db8::1", "192.0.2.1", "192.0.2.2"]]
    assert ips(found(paper, "example.net")) == both
    paper.ways = replace(paper.ways, ipv6=False)
    assert ips(found(paper, "example.net")) == [["192.0.2.1", "192.0.2.2"]]


def test_only_so_many_hosts_and_addresses_are_looked_at(paper: Paper) -> None:
    paper.dns.write(
        "mx example.net",
        *(mx(at, f"{name}.example") for at, name in enumerate("abcdefgh")),
    )
    paper.dns.host("a.example", *(f"192.0.2.{number}" for number in range(1, 100)))
    course = found(paper, "example.net")
    assert len(course.hops) == MOST_HOSTS
    assert len(course.hops[0].ips) == MOST_ADDRESSES
    assert "a h.example" not in paper.dns.asked
    assert HostCut(HostName("h.example"), Cut.TOO_MANY) in paper.steps


# Rings


def test_who_is_not_better_than_we_are_is_cut(paper: Paper) -> None:
    """RFC 5321 §5.1"""
    records = [mx(5, "a.example"), mx(10, "b.example"), mx(10, "Mail.Example.ORG")]
    paper.dns.write("mx example.net", *records, mx(20, "c.example"))
    assert hosts(found(paper, "example.net")) == ["a.example"]
    assert HostCut(HostName("c.example"), Cut.OURS) in paper.steps
    paper.dns.write("mx example.net", *records[1:])
    words = (
        "mail for example.net would come back to this server, which does not keep it"
    )
    assert refused(paper, "example.net") == (554, "5.4.6", words)


def test_we_know_ourselves_by_our_address_too(paper: Paper) -> None:
    records = [mx(5, "a.example"), mx(10, "b.example"), mx(10, "c.example")]
    paper.dns.write("mx example.net", *records)
    paper.ours = {("192.0.2.3", 25)}
    assert hosts(found(paper, "example.net")) == ["a.example"]
    paper.ours.add(("192.0.2.1", 25))
    assert refused(paper, "example.net")[:2] == (554, "5.4.6")
    paper.ours = {("192.0.2.1", 26)}  # another server of this machine
    assert len(found(paper, "example.net").hops) == 3


# Private addresses


@pytest.mark.parametrize(
    "ip", ["127.0.0.1", "10.1.2.3", "169.254.1.1", "0.0.0.0", "192.168.1.1"]
)
def test_a_strangers_zone_does_not_lead_us_into_our_own_network(
    paper: Paper, ip: str
) -> None:
    paper.dns.write("mx example.net", mx(10, "x.example"))
    paper.dns.host("x.example", ip)
    assert len(found(paper, "example.net").hops) == 1
    paper.ways = replace(paper.ways, private_mx=False)
    said = (550, "5.4.4", "the mail hosts of example.net have private addresses only")
    assert refused(paper, "example.net") == said
    paper.dns.host("x.example", ip, "11.0.0.1")
    assert ips(found(paper, "example.net")) == [["11.0.0.1"]]


# Address literals


@pytest.mark.parametrize(
    ("domain", "ip"),
    [("[192.0.2.9]", "192.0.2.9"), ("[ipv6:2001:db8::9]", "2001:db8::9")],
)
def test_an_address_that_stands_for_a_domain_is_asked_of_nobody(
    paper: Paper, domain: str, ip: str
) -> None:
    course = found(paper, domain)
    assert (hosts(course), ips(course)) == ([ip], [[ip]])
    assert paper.dns.asked == []
    paper.ours = {(ip, 25)}
    assert refused(paper, domain)[:2] == (554, "5.4.6")
    paper.ours.clear()
    assert refused(paper, domain, require_tls=True)[:2] == (550, "5.7.30")
    paper.ways = replace(paper.ways, private_mx=False)
    assert refused(paper, domain)[:2] == (550, "5.4.4")


# Routes


def test_the_first_route_that_fits_is_taken(paper: Paper) -> None:
    first, second = a_way("example.net"), a_way("example.net", port=26)
    routed(paper, a_way("other.example", port=27), first, second)
    [hop] = found(paper, "example.net").hops
    assert (hop.host.name, hop.port) == ("a.example", 2525)
    assert paper.steps[0] == RouteTaken(first)
    assert "mx example.net" not in paper.dns.asked


def test_a_route_says_how_it_is_gone(paper: Paper) -> None:
    login = Credentials("us", Password(b"sesame"))
    way = a_way(
        "example.net",
        rule=TlsRule.REQUIRED,
        handshake=Handshake.AT_ONCE,
        credentials=login,
    )
    routed(paper, way)
    course = found(paper, "example.net")
    [hop] = course.hops
    assert course.credentials is login
    assert hop.protection.rule is TlsRule.REQUIRED
    assert hop.protection.handshake is Handshake.AT_ONCE
    assert hop.protection.names == (HostName("a.example"),)


def test_a_route_may_lead_to_this_machine(paper: Paper) -> None:
    paper.ways = Ways(
        hostname=US,
        routes=(a_way("example.net", mode=Mode.LMTP, host=HostName("127.0.0.1")),),
    )
    course = found(paper, "example.net")
    assert (course.mode, ips(course)) == (Mode.LMTP, [["127.0.0.1"]])
    assert paper.dns.asked == []


def test_a_route_may_lead_to_a_socket(paper: Paper) -> None:
    way = a_way(
        "example.net",
        mode=Mode.LMTP,
        host=HostName("localhost"),
        socket=Path("/run/lmtp"),
        handshake=Handshake.NEVER,
        rule=TlsRule.NONE,
    )
    routed(paper, way)
    [hop] = found(paper, "example.net", require_tls=True).hops
    assert (hop.socket, hop.ips) == (Path("/run/lmtp"), ())
    assert hop.protection.handshake is Handshake.NEVER


def test_a_message_that_asks_for_tls_gets_it_on_a_route(paper: Paper) -> None:
    """RFC 8689 §4.2.1"""
    routed(paper, a_way("example.net", rule=TlsRule.NONE, handshake=Handshake.NEVER))
    [hop] = found(paper, "example.net", require_tls=True).hops
    assert hop.protection.rule is TlsRule.REQUIRED
    assert hop.protection.handshake is Handshake.STARTTLS


def test_a_routes_host_that_is_not_found_is_ours_to_mend(paper: Paper) -> None:
    routed(paper, a_way("example.net", host=HostName("none.example")))
    words = "the host none.example that mail is routed to: it has no address"
    assert refused(paper, "example.net") == (451, "4.4.4", words)
    assert HostCut(HostName("none.example"), Cut.NO_ADDRESS) in paper.steps


# Our own domains


def test_our_own_domain_never_goes_out_by_mistake(paper: Paper) -> None:
    paper.store.domains = {Domain("example.org")}
    paper.dns.write("mx example.org", mx(10, "a.example"))
    routed(paper, a_way(None))
    words = (
        "example.org is kept by this server by now, and does not go out without a route"
    )
    assert refused(paper, "example.org") == (451, "4.4.4", words)
    assert paper.steps == [DomainIsOurs()]
    assert found(paper, "example.net").hops[0].port == 2525


def test_our_own_domain_goes_out_by_a_route_of_its_name(paper: Paper) -> None:
    paper.store.domains = {Domain("example.org")}
    routed(paper, a_way(None, port=1), a_way("example.org", port=2))
    assert found(paper, "example.org").hops[0].port == 2
