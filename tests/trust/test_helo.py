"""Who greets twice in two ways is noticed, unless they are of our own network."""

import pytest

from glassine.trust import helo
from glassine.trust.helo import Greeting, judge
from glassine.words.finding import CheckName, Finding, Reason, Result
from glassine.words.public import HostName, ip_address

OUTSIDE = ip_address("192.0.2.1")
EHLO_A = Greeting(HostName("a.example"), extended=True)
HELO_A = Greeting(HostName("A.Example."), extended=False)
EHLO_B = Greeting(HostName("b.example"), extended=True)
HELO_B = Greeting(HostName("b.example"), extended=False)


def test_a_first_greeting_says_nothing() -> None:
    found = judge(None, EHLO_A, OUTSIDE)
    assert not found.multi
    assert found.findings == ()


@pytest.mark.parametrize(
    ("before", "now", "proto", "host"),
    [
        (EHLO_A, EHLO_A, Result.PASS, Result.PASS),
        (EHLO_A, HELO_A, Result.FAIL, Result.PASS),
        (HELO_A, EHLO_A, Result.FAIL, Result.PASS),
        (EHLO_A, EHLO_B, Result.PASS, Result.FAIL),
        (EHLO_A, HELO_B, Result.FAIL, Result.FAIL),
    ],
)
def test_a_second_greeting_is_compared(
    before: Greeting, now: Greeting, proto: Result, host: Result
) -> None:
    found = judge(before, now, OUTSIDE)
    assert found.multi
    assert [(f.check, f.result) for f in found.findings] == [
        (CheckName.PROTO_MISMATCH, proto),
        (CheckName.HOST_MISMATCH, host),
    ]
    for finding in found.findings:
        failed = finding.result is Result.FAIL
        assert finding.why is (Reason.CHANGED if failed else None)


@pytest.mark.parametrize(
    ("client", "reason"),
    [
        ("172.18.0.35", Reason.PRIVATE),
        ("10.1.2.3", Reason.PRIVATE),
        ("fd00::1", Reason.PRIVATE),
        ("127.0.0.1", Reason.LOCAL),
        ("::1", Reason.LOCAL),
        ("::ffff:127.0.0.1", Reason.LOCAL),
    ],
)
def test_a_client_of_our_own_is_skipped_as_in_the_seed(
    client: str, reason: Reason
) -> None:
    found = judge(EHLO_A, HELO_B, ip_address(client))
    assert found.multi
    assert found.findings == (
        Finding(CheckName.PROTO_MISMATCH, Result.SKIP, reason),
        Finding(CheckName.HOST_MISMATCH, Result.SKIP, reason),
    )


@pytest.mark.parametrize("client", ["192.0.2.1", "2001:db8::1", "8.8.8.8"])
def test_the_rest_of_the_world_is_not_ours(client: str) -> None:
    assert helo.own_network(ip_address(client)) is None
