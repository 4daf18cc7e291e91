"""Every check can be explained: what it looked at, and what would change it."""

import pytest

from glassine.flow.viewing.explaining import CHECKS, advice, consequence, told
from glassine.words.finding import CheckName


def finding(**other: object) -> dict[str, object]:
    """Return a finding as a record has it."""
    return {
        "check": "spf",
        "result": "fail",
        "why": "softfail",
        "value": "example.net",
        "weight": 1.0,
        "bearing": "note",
        **other,
    }


@pytest.mark.parametrize("check", list(CheckName))
def test_every_check_has_words(check: CheckName) -> None:
    words = CHECKS[check.value]
    assert words.subject
    assert words.advice
    assert not words.advice.endswith(".")


def test_a_finding_says_what_and_why_and_of_whom() -> None:
    assert (
        told(finding()) == "SPF of the sender's domain failed (softfail): example.net"
    )
    assert told(finding(result="pass", why="", value="")) == (
        "SPF of the sender's domain is in order"
    )
    assert "too fast" in told(finding(why="too_fast"))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (
            {"check": "dnsbl", "why": "listed", "value": "bl.example.net"},
            "a list of bad senders names it (listed): bl.example.net",
        ),
        (
            {"check": "greylist", "why": "wait", "value": 300},
            "the greylist asks it to come again (wait): 300 s",
        ),
        (
            {"check": "bayes", "result": "pass", "why": "ham", "value": None},
            "the words of the letter read like wanted mail (ham)",
        ),
        (
            {"check": "spf", "result": "err", "why": "dns"},
            "SPF of the sender's domain could not be found out (dns): example.net",
        ),
        (
            {"check": "dnswl", "result": "pass", "why": "", "value": "wl.example.net"},
            "a list of good senders names it: wl.example.net",
        ),
    ],
)
def test_a_finding_reads_as_a_sentence(other: dict[str, object], said: str) -> None:
    assert told(finding(**other)) == said


def test_a_check_of_another_version_is_told_too() -> None:
    assert (
        told(finding(check="of_tomorrow")) == "the check failed (softfail): example.net"
    )
    assert advice(finding(check="of_tomorrow"))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({}, "it weighs +1.0"),
        ({"weight": -0.5}, "it weighs -0.5"),
        ({"weight": 0.0}, ""),
        ({"bearing": "deny"}, "this alone refuses the message"),
        ({"bearing": "defer"}, "this alone puts the message off"),
    ],
)
def test_what_it_does_to_the_message_is_said(
    other: dict[str, object], said: str
) -> None:
    assert consequence(finding(**other)) == said


def test_advice_is_for_whom_it_went_against() -> None:
    assert "SPF record" in advice(finding())
    assert advice(finding(weight=0.0, bearing="defer"))
    assert not advice(finding(weight=-0.5))
    assert not advice(finding(weight=0.0))
