"""In the list, the few words on a record tell what it turned on."""

import pytest

from glassine.web.records import remark


def denied(check: str, why: str, value: object) -> dict[str, object]:
    """Return a record of a refusal, as far as it is read here."""
    finding = {"check": check, "why": why, "value": value}
    said = {"code": 550, "stage": "rcpt", "check": check, "findings": [finding]}
    return {"type": "denied", "details": said}


@pytest.mark.parametrize(
    ("check", "why", "value", "said"),
    [
        ("dnsbl", "listed", "bl.example.net", "(listed bl.example.net)"),
        ("spf", "", "example.net", "(example.net)"),
        ("greylist", "wait", 90, "(wait 90)"),
        ("score", "over_the_limit", None, "(over the limit)"),
    ],
)
def test_a_refusal_tells_what_it_turned_on(
    check: str, why: str, value: object, said: str
) -> None:
    assert remark(denied(check, why, value)) == f"550 at rcpt by {check} {said}"


@pytest.mark.parametrize("findings", [[], [{"why": "", "value": None}]])
def test_a_refusal_for_a_plain_cause_has_no_brackets(findings: list[object]) -> None:
    said = {"code": 550, "stage": "rcpt", "check": "address", "findings": findings}
    assert remark({"type": "denied", "details": said}) == "550 at rcpt by address"


@pytest.mark.parametrize(
    ("refused", "said"),
    [(True, "refused, 16.5 by dmarc, spf"), (False, "to junk, 16.5 by dmarc, spf")],
)
def test_spam_tells_its_sum_and_by_what(refused: bool, said: str) -> None:
    weights = {"spf": 1.5, "dmarc": 15.5, "reputation": -0.5}
    findings = [{"check": each, "weight": weight} for each, weight in weights.items()]
    details = {"refused": refused, "spamScore": 16.5, "findings": findings}
    assert remark({"type": "spam", "details": details}) == said
