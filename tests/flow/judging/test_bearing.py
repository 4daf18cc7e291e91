"""What the operator has set for a check decides what becomes of its findings."""

import pytest

from glassine.flow.judging.bearing import borne, weighed_once
from glassine.flow.judging.client import Client
from glassine.trust.helo import Greeting
from glassine.words.finding import Bearing, CheckMode, CheckName, Finding, Result
from glassine.words.public import ConnectionId, HostName, Protocol, ip_address
from glassine.words.reason import Reason

CHECK = CheckName.SENDER_DNS
FAIL = Finding(CHECK, Result.FAIL, Reason.NO_RECORD, weight=2.5)
ERR = Finding(CHECK, Result.ERR, Reason.TEMPERROR)
PASS = Finding(CHECK, Result.PASS)


@pytest.mark.parametrize(
    ("mode", "found", "bearing"),
    [
        (CheckMode.NOTE, FAIL, Bearing.NOTE),
        (CheckMode.NOTE, ERR, Bearing.NOTE),
        (CheckMode.DENY, FAIL, Bearing.DENY),
        (CheckMode.DENY, ERR, Bearing.DEFER),
        (CheckMode.DENY, PASS, Bearing.NOTE),
    ],
)
def test_what_fails_is_refused_and_what_is_not_known_is_put_off(
    mode: CheckMode, found: Finding, bearing: Bearing
) -> None:
    (each,) = borne({CHECK: mode}, (found,))
    assert each.bearing is bearing
    assert each.weight == found.weight


def test_what_is_off_is_not_heard() -> None:
    assert borne({CHECK: CheckMode.OFF}, (FAIL, ERR, PASS)) == ()


@pytest.mark.parametrize(
    ("before", "now", "weight"),
    [
        (None, "mail.example.net", 2.5),
        ("mail.example.net", "MAIL.example.net.", 0.0),
        ("other.example.net", "mail.example.net", 2.5),
    ],
)
def test_a_name_that_is_said_again_weighs_nothing_more(
    before: str | None, now: str, weight: float
) -> None:
    client = Client(
        id=ConnectionId("C"),
        protocol=Protocol.MX,
        ip=ip_address("198.51.100.7"),
        rdns=None,
        greeting=Greeting(HostName(now), extended=True),
        greeting_before=Greeting(HostName(before), extended=True) if before else None,
    )
    (found,) = borne({CHECK: CheckMode.DENY}, weighed_once(client, (FAIL,)))
    assert found.weight == weight
    assert found.bearing is Bearing.DENY
