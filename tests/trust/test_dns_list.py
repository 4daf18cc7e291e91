"""Lists in DNS: what is asked, what answers mean, and which lists are fit to ask."""

import asyncio
from ipaddress import IPv4Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.trust.dns_list import look_up, reversed_ip, try_out
from glassine.trust.resolver import Resolver
from glassine.words.dns_list import (
    DnsListing,
    ListAbout,
    ListAnswers,
    ListKind,
    ListTrial,
)
from glassine.words.finding import Bearing, CheckName, Finding, Result
from glassine.words.public import Domain, IpAddress, ip_address
from glassine.words.reason import Reason
from support.zone_resolver import TIMEOUT, Zone, ZoneResolver

BAD = Domain("bl.example.net")
LISTING = DnsListing(zone=BAD, kind=ListKind.NOTE, weight=3.0)
NAME = "7.100.51.198"
AT = f"{NAME}.{BAD}"


def asked(zone: Zone, listing: DnsListing = LISTING) -> tuple[Finding, ...]:
    return asyncio.run(look_up(ZoneResolver(zone), listing, NAME))


def answers(*said: str) -> Zone:
    return {AT: [("A", each) for each in said]}


def test_an_address_is_asked_for_turned_round() -> None:
    assert reversed_ip(ip_address("198.51.100.7")) == NAME
    turned = reversed_ip(ip_address("2001:db8::9"))
    assert turned == "9.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2"


@given(st.ip_addresses())
def test_turned_round_twice_it_is_the_same_again(ip: IpAddress) -> None:
    parts = reversed_ip(ip).split(".")[::-1]
    if ip.version == 4:
        assert ".".join(parts) == str(ip)
    else:
        assert "".join(parts) == ip.exploded.replace(":", "")


def test_who_is_not_listed_is_not_spoken_of() -> None:
    assert asked({}) == ()


def test_who_is_listed_is_noted_with_the_zone_and_its_weight() -> None:
    assert asked(answers("127.0.0.2")) == (
        Finding(CheckName.DNSBL, Result.FAIL, Reason.LISTED, BAD, 3.0),
    )


def test_a_list_may_refuse() -> None:
    (found,) = asked(answers("127.0.0.2"), DnsListing(zone=BAD, kind=ListKind.DENY))
    assert found.bearing is Bearing.DENY


def test_a_list_of_the_welcome_speaks_for_them() -> None:
    listing = DnsListing(zone=BAD, kind=ListKind.ALLOW, weight=2.5)
    assert asked(answers("127.0.5.1"), listing) == (
        Finding(CheckName.DNSWL, Result.PASS, Reason.LISTED, BAD, -2.5),
    )


@pytest.mark.parametrize(
    ("zone", "why"),
    [
        (answers("127.255.255.254"), Reason.REFUSED),  # asked too often
        (answers("127.255.255.252"), Reason.REFUSED),  # the zone is misspelt
        (answers("192.0.2.80"), Reason.REFUSED),  # the domain was sold
        (answers("127.0.0.2", "192.0.2.80"), Reason.REFUSED),
        ({AT: [TIMEOUT]}, Reason.TEMPERROR),
    ],
)
@pytest.mark.parametrize("kind", ListKind)
def test_what_is_no_answer_neither_lists_nor_clears(
    zone: Zone, why: Reason, kind: ListKind
) -> None:
    (found,) = asked(zone, DnsListing(zone=BAD, kind=kind))
    allows = kind is ListKind.ALLOW
    check = CheckName.DNSWL if allows else CheckName.DNSBL
    assert found == Finding(check, Result.ERR, why, BAD)


class TestSingleAnswers:
    """One zone may join several lists, told apart by the answer."""

    LISTING = DnsListing(
        zone=BAD,
        kind=ListKind.NOTE,
        weight=1.0,
        answers=(
            ListAnswers(
                IPv4Address("127.0.0.2"), IPv4Address("127.0.0.9"), ListKind.DENY
            ),
            ListAnswers(
                IPv4Address("127.0.0.10"), IPv4Address("127.0.0.11"), weight=0.5
            ),
            ListAnswers(
                IPv4Address("127.0.0.12"), IPv4Address("127.0.0.12"), counts=False
            ),
        ),
    )

    @pytest.mark.parametrize(
        ("said", "weights", "bearing"),
        [
            (("127.0.0.2",), [1.0], Bearing.DENY),
            (("127.0.0.9",), [1.0], Bearing.DENY),
            (("127.0.0.11",), [0.5], Bearing.NOTE),
            (("127.0.0.12",), [], None),
            (("127.0.0.99",), [], None),
            (("127.0.0.10", "127.0.0.4", "127.0.0.12"), [1.0], Bearing.DENY),
        ],
    )
    def test_each_means_what_the_operator_says_and_the_gravest_counts(
        self, said: tuple[str, ...], weights: list[float], bearing: Bearing | None
    ) -> None:
        found = asked(answers(*said), self.LISTING)
        assert [each.weight for each in found] == weights
        assert all(each.bearing is bearing for each in found)


LISTED = [("A", "127.0.0.2")]


@pytest.mark.parametrize(
    ("zone", "trial"),
    [
        ({f"2.0.0.127.{BAD}": LISTED}, ListTrial.FIT),
        ({}, ListTrial.EMPTY),
        ({f"{n}.0.0.127.{BAD}": LISTED for n in (1, 2)}, ListTrial.EVERYTHING),
        ({f"1.0.0.127.{BAD}": LISTED}, ListTrial.EVERYTHING),
        ({f"2.0.0.127.{BAD}": [TIMEOUT]}, ListTrial.SILENT),
        ({f"2.0.0.127.{BAD}": [("A", "127.255.255.254")]}, ListTrial.SILENT),
        ({f"2.0.0.127.{BAD}": [("A", "192.0.2.80")]}, ListTrial.SILENT),
    ],
)
def test_a_list_of_addresses_lists_one_and_not_another(
    zone: Zone, trial: ListTrial
) -> None:
    assert asyncio.run(try_out(ZoneResolver(zone), LISTING)) is trial


def test_a_list_may_be_of_ipv6_only() -> None:
    turned = "2.0.0.0.0.0.f.7.f.f.f.f" + 20 * ".0"
    zone = {f"{turned}.{BAD}": LISTED}
    assert asyncio.run(try_out(ZoneResolver(zone), LISTING)) is ListTrial.FIT


@pytest.mark.parametrize("about", [ListAbout.HELO, ListAbout.SENDER_DOMAIN])
def test_a_list_of_names_lists_test_and_not_invalid(about: ListAbout) -> None:
    listing = DnsListing(zone=BAD, kind=ListKind.DENY, about=about)

    def tried(zone: Zone) -> ListTrial:
        resolver: Resolver = ZoneResolver(zone)
        return asyncio.run(try_out(resolver, listing))

    assert tried({f"test.{BAD}": LISTED}) is ListTrial.FIT
    assert tried({f"invalid.{BAD}": LISTED}) is ListTrial.EVERYTHING
    assert tried({f"2.0.0.127.{BAD}": LISTED}) is ListTrial.EMPTY
