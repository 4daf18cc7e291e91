"""How a client's address is named, and whether the name leads back. RFC 8601 §2.7.3"""

import asyncio

import pytest

from glassine.trust.reverse_dns import (
    Reverse,
    Standing,
    look_at_reverse,
    reverse_of,
)
from glassine.words.finding import CheckName, Result
from glassine.words.public import HostName, ip_address
from glassine.words.reason import Reason
from support.zone_resolver import TIMEOUT, Zone, ZoneResolver

CLIENT = ip_address("198.51.100.7")
POINTER = "7.100.51.198.in-addr.arpa"


def asked(zone: Zone, confirmed: str | None = None) -> Reverse:
    name = HostName(confirmed) if confirmed else None
    return asyncio.run(reverse_of(ZoneResolver(zone), CLIENT, name))


def test_a_name_that_was_confirmed_already_is_not_asked_for_again() -> None:
    found = asked({POINTER: [TIMEOUT]}, "mail.example.org")
    assert found == Reverse(Standing.CONFIRMED, HostName("mail.example.org"))


@pytest.mark.parametrize(
    ("zone", "standing"),
    [
        ({}, Standing.NAMELESS),
        ({POINTER: [("PTR", "not a name")]}, Standing.NAMELESS),
        ({POINTER: [("PTR", "mail.example.org")]}, Standing.UNCONFIRMED),
        ({POINTER: [TIMEOUT]}, Standing.UNKNOWN),
        (
            {POINTER: [("PTR", "mail.example.org")], "mail.example.org": [TIMEOUT]},
            Standing.UNKNOWN,
        ),
    ],
)
def test_why_there_is_no_confirmed_name_is_found_out(
    zone: Zone, standing: Standing
) -> None:
    assert asked(zone).standing is standing


def said(reverse: Reverse) -> list[tuple[CheckName, Result, Reason | None]]:
    found = look_at_reverse(reverse, CLIENT)
    return [(each.check, each.result, each.why) for each in found]


def test_a_good_name_passes() -> None:
    assert said(Reverse(Standing.CONFIRMED, HostName("mail.example.org"))) == [
        (CheckName.FCRDNS, Result.PASS, None),
        (CheckName.GENERIC_RDNS, Result.PASS, None),
    ]


def test_a_lent_name_is_noted_though_it_is_confirmed() -> None:
    assert said(Reverse(Standing.CONFIRMED, HostName("dsl-7.pool.example.net"))) == [
        (CheckName.FCRDNS, Result.PASS, None),
        (CheckName.GENERIC_RDNS, Result.FAIL, Reason.POOL),
    ]


def test_no_name_and_a_false_name_are_two_things() -> None:
    assert said(Reverse(Standing.NAMELESS)) == [
        (CheckName.NO_RDNS, Result.FAIL, Reason.NO_RECORD)
    ]
    assert said(Reverse(Standing.UNCONFIRMED, HostName("mail.example.org"))) == [
        (CheckName.FCRDNS, Result.FAIL, Reason.UNCONFIRMED),
        (CheckName.GENERIC_RDNS, Result.PASS, None),
    ]


def test_where_dns_does_not_answer_nobody_knows() -> None:
    assert said(Reverse(Standing.UNKNOWN)) == [
        (CheckName.NO_RDNS, Result.ERR, Reason.TEMPERROR),
        (CheckName.FCRDNS, Result.ERR, Reason.TEMPERROR),
    ]
    named = Reverse(Standing.UNKNOWN, HostName("mail.example.org"))
    assert said(named)[0] == (CheckName.FCRDNS, Result.ERR, Reason.TEMPERROR)
