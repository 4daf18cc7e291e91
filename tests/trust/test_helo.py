"""Who greets twice in two ways is noticed, unless they are of our own network."""

import pytest

from glassine.trust.helo import Greeting, compare
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import HostName
from glassine.words.reason import Reason

EHLO_A = Greeting(HostName("a.example"), extended=True)
HELO_A = Greeting(HostName("A.Example."), extended=False)
EHLO_B = Greeting(HostName("b.example"), extended=True)
HELO_B = Greeting(HostName("b.example"), extended=False)


def test_a_first_greeting_says_nothing() -> None:
    assert compare(None, EHLO_A, own=None) == ()


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
    found = compare(before, now, own=None)
    assert [(f.check, f.result) for f in found] == [
        (CheckName.PROTO_MISMATCH, proto),
        (CheckName.HOST_MISMATCH, host),
    ]
    for finding in found:
        failed = finding.result is Result.FAIL
        assert finding.why is (Reason.CHANGED if failed else None)


@pytest.mark.parametrize("reason", [Reason.PRIVATE, Reason.LOCAL])
def test_a_client_of_our_own_is_skipped_as_in_the_seed(reason: Reason) -> None:
    assert compare(EHLO_A, HELO_B, own=reason) == (
        Finding(CheckName.PROTO_MISMATCH, Result.SKIP, reason),
        Finding(CheckName.HOST_MISMATCH, Result.SKIP, reason),
    )
