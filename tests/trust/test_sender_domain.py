"""Whether a sender could be answered, by paper zones. RFC 5321 §5.1, RFC 7505"""

import asyncio

import pytest

from glassine.trust.sender_domain import look_at_sender
from glassine.words.finding import CheckName, Result
from glassine.words.public import Domain
from glassine.words.reason import Reason
from support.zone_resolver import TIMEOUT, Zone, ZoneResolver

DOMAIN = "example.net"
PASS = (CheckName.SENDER_DNS, Result.PASS, None)
UNKNOWN = (CheckName.SENDER_DNS, Result.FAIL, Reason.NO_RECORD)
NO_MX = (CheckName.SENDER_DNS, Result.FAIL, Reason.NO_MX)
LATER = (CheckName.SENDER_DNS, Result.ERR, Reason.TEMPERROR)
NULL = (CheckName.NULL_MX, Result.FAIL, Reason.NO_MX)
PRIVATE = (CheckName.PRIVATE_MX, Result.FAIL, Reason.PRIVATE)
MX = [("MX", (10, "mx.example.net"))]


def said(
    zone: Zone, domain: str = DOMAIN
) -> list[tuple[CheckName, Result, Reason | None]]:
    found = asyncio.run(look_at_sender(ZoneResolver(zone), Domain(domain)))
    return [(each.check, each.result, each.why) for each in found]


@pytest.mark.parametrize(
    ("zone", "found"),
    [
        ({DOMAIN: MX, "mx.example.net": [("A", "203.0.113.9")]}, [PASS]),
        ({DOMAIN: MX, "mx.example.net": [("AAAA", "2a00::9")]}, [PASS]),
        ({DOMAIN: [("A", "203.0.113.9")]}, [PASS]),  # a host takes mail for itself
        ({DOMAIN: [("TXT", "v=spf1 -all")]}, [UNKNOWN]),
        ({}, [UNKNOWN]),
        ({DOMAIN: MX}, [NO_MX]),
        ({DOMAIN: [("MX", (0, ""))]}, [NULL]),
        ({DOMAIN: [TIMEOUT]}, [LATER]),
        ({DOMAIN: MX, "mx.example.net": [TIMEOUT]}, [LATER]),
        ({DOMAIN: MX, "mx.example.net": [("A", "192.168.1.9")]}, [PASS, PRIVATE]),
        ({DOMAIN: MX, "mx.example.net": [("A", "127.0.0.1")]}, [PASS, PRIVATE]),
        ({DOMAIN: [("A", "10.0.0.1")]}, [PASS, PRIVATE]),
        ({DOMAIN: MX, "mx.example.net": [("A", "0.0.0.0")]}, [PASS, PRIVATE]),
        ({DOMAIN: MX, "mx.example.net": [("A", "224.0.0.1")]}, [PASS, PRIVATE]),
        (
            {DOMAIN: MX, "mx.example.net": [("A", "10.0.0.1"), ("A", "203.0.113.9")]},
            [PASS],
        ),
    ],
)
def test_a_domain_takes_mail_or_does_not(
    zone: Zone, found: list[tuple[CheckName, Result, Reason | None]]
) -> None:
    assert said(zone) == found


def test_one_exchanger_in_public_is_enough() -> None:
    zone: Zone = {
        DOMAIN: [("MX", (10, "in.example.net")), ("MX", (20, "out.example.net"))],
        "in.example.net": [("A", "10.0.0.1")],
        "out.example.net": [("A", "203.0.113.9")],
    }
    assert said(zone) == [PASS]


def test_an_address_in_brackets_is_not_asked_for() -> None:
    found = said({}, "[203.0.113.9]")
    assert found == [(CheckName.SENDER_DNS, Result.SKIP, Reason.LITERAL)]
