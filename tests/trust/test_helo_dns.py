"""What DNS says of the name in HELO: by paper zones, each case of its own."""

import asyncio

import pytest

from glassine.trust.helo_dns import big_company, forward_dns, rdns_match
from glassine.trust.reverse_dns import Reverse, Standing
from glassine.words.finding import Finding, Result
from glassine.words.public import Domain, HostName, ip_address
from glassine.words.reason import Reason
from support.zone_resolver import TIMEOUT, ZoneResolver

CLIENT = ip_address("198.51.100.7")
COMPANIES = ((Domain("big.example"), (Domain("big.example"), Domain("sent.example"))),)
UNKNOWN = Reverse(Standing.UNKNOWN)
NAMELESS = Reverse(Standing.NAMELESS)
ZONE = {
    "mail.example.org": [("A", "198.51.100.7")],
    "old.example.org": [("A", "203.0.113.9"), ("AAAA", "2001:db8::1")],
    "lost.example.org": [TIMEOUT],
}


def confirmed(name: str) -> Reverse:
    return Reverse(Standing.CONFIRMED, HostName(name))


def ended(found: Finding) -> tuple[Result, Reason | None]:
    return found.result, found.why


@pytest.mark.parametrize(
    ("name", "reverse", "ending"),
    [
        ("mail.example.org", NAMELESS, (Result.PASS, None)),
        ("MAIL.example.org.", NAMELESS, (Result.PASS, None)),
        ("old.example.org", NAMELESS, (Result.FAIL, Reason.MISMATCH)),
        ("none.example.org", NAMELESS, (Result.FAIL, Reason.NO_RECORD)),
        ("none.example.org", confirmed("mx.example.org"), (Result.PASS, None)),
        (
            "none.example.org",
            confirmed("mx.example.net"),
            (Result.FAIL, Reason.NO_RECORD),
        ),
        ("lost.example.org", NAMELESS, (Result.ERR, Reason.TEMPERROR)),
        ("mail.local", NAMELESS, (Result.SKIP, Reason.INVALID)),
        ("[198.51.100.7]", NAMELESS, (Result.SKIP, Reason.INVALID)),
    ],
)
def test_the_name_should_lead_to_the_client(
    name: str, reverse: Reverse, ending: tuple[Result, Reason | None]
) -> None:
    asked = forward_dns(ZoneResolver(ZONE), HostName(name), CLIENT, reverse)
    assert ended(asyncio.run(asked)) == ending


@pytest.mark.parametrize(
    ("name", "reverse", "ending"),
    [
        ("mail.example.org", confirmed("MAIL.example.org"), (Result.PASS, None)),
        ("mail.example.org", confirmed("out.example.org"), (Result.PASS, None)),
        (
            "mail.example.org",
            confirmed("a.example.net"),
            (Result.FAIL, Reason.MISMATCH),
        ),
        ("mail.example.org", NAMELESS, (Result.SKIP, Reason.UNCONFIRMED)),
        ("mail.example.org", UNKNOWN, (Result.ERR, Reason.TEMPERROR)),
        ("mail", confirmed("mail.example.org"), (Result.SKIP, Reason.INVALID)),
    ],
)
def test_the_name_should_be_of_the_house_that_reverse_dns_names(
    name: str, reverse: Reverse, ending: tuple[Result, Reason | None]
) -> None:
    assert ended(rdns_match(HostName(name), reverse)) == ending


@pytest.mark.parametrize(
    ("name", "reverse", "ending"),
    [
        ("big.example", confirmed("out.big.example"), (Result.PASS, None)),
        ("mx.big.example", confirmed("a.sent.example"), (Result.PASS, None)),
        ("mx.big.example", confirmed("a.bad.example"), (Result.FAIL, Reason.MISMATCH)),
        ("big.example", confirmed("notbig.example"), (Result.FAIL, Reason.MISMATCH)),
        ("big.example", NAMELESS, (Result.FAIL, Reason.MISMATCH)),
        ("big.example", UNKNOWN, (Result.ERR, Reason.TEMPERROR)),
        ("small.example", NAMELESS, (Result.PASS, None)),
    ],
)
def test_a_well_known_name_is_its_owners(
    name: str, reverse: Reverse, ending: tuple[Result, Reason | None]
) -> None:
    assert ended(big_company(HostName(name), reverse, COMPANIES)) == ending
