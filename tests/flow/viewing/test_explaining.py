"""Every check can be explained: what it looked at, and what would change it."""

import pytest

from glassine.flow.viewing.check_words import CHECKS
from glassine.flow.viewing.explaining import advice, consequence, remedy, told
from glassine.words.finding import CheckName
from glassine.words.rules import RULES


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
    assert told(finding()) == (
        "SPF of the sender's domain failed: example.net, "
        "which does not expect this client to send for it"
    )
    assert told(finding(result="pass", why="", value="")) == (
        "SPF of the sender's domain is in order"
    )
    assert "too fast" in told(finding(why="too_fast"))
    assert told(finding(value="")) == "SPF of the sender's domain failed"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (
            {"check": "dnsbl", "why": "listed", "value": "bl.example.net"},
            "a list of bad senders names who sent it: bl.example.net",
        ),
        (
            {"check": "greylist", "why": "wait", "value": 300},
            "the greylist asks who is new here to wait: 300 s",
        ),
        (
            {"check": "spf", "why": "", "value": "example.net"},
            "SPF of the sender's domain failed: example.net, "
            "which does not let this client send for it",
        ),
        (
            {"check": "dmarc", "why": "reject", "value": "example.net"},
            "DMARC of the author's domain failed: example.net, "
            "which asks to refuse such mail",
        ),
        (
            {"check": "attachment", "why": "disguise", "value": None},
            "the attachments hold what may do harm: a file whose name hides what it is",
        ),
        (
            {"check": "access_list", "why": "operator", "value": "192.0.2.0/24"},
            "the list of those who run this server refuses it: 192.0.2.0/24",
        ),
        (
            {"check": "rate", "why": "too_fast", "value": "192.0.2.7"},
            "the rate of what comes from there is over its limit: 192.0.2.7",
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


def test_what_can_be_done_here_is_told_apart_from_what_the_sender_can_do() -> None:
    refused = finding(check="dmarc", why="reject", bearing="deny")
    assert "[[dmarc_override]]" in advice(refused)
    assert advice(refused).startswith(f"{remedy(refused)}; or here: ")
    assert "[" not in remedy(refused)
    assert "`note`" in advice(finding(check="bare_ip", bearing="deny"))


@pytest.mark.parametrize("check", list(CheckName))
def test_what_a_client_is_told_names_no_setting(check: CheckName) -> None:
    assert "[" not in CHECKS[check.value].advice
    assert "`" not in CHECKS[check.value].advice


def test_each_class_of_files_has_its_words() -> None:
    of_files = [rule for rule in RULES if rule.startswith("attachment.")]
    classes = {rule.removeprefix("attachment.") for rule in of_files}
    assert classes == set(CHECKS["attachment"].whys)


def test_advice_is_for_whom_it_went_against() -> None:
    assert "SPF record" in advice(finding())
    assert advice(finding(weight=0.0, bearing="defer"))
    assert not advice(finding(weight=-0.5))
    assert not advice(finding(weight=0.0))
