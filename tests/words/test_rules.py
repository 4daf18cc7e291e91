"""The operator's weight takes the place of ours, for a check or one reason of it."""

import pytest

from glassine.spam.weights import WEIGHTS
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.reason import Reason
from glassine.words.rules import RULES, reweighed

NAMELESS = Finding(CheckName.NO_RDNS, Result.FAIL, Reason.NO_RECORD, weight=1.5)
MACRO = Finding(CheckName.ATTACHMENT, Result.FAIL, Reason.MACRO, weight=3.0)
FORGED = Finding(CheckName.SPF, Result.FAIL, weight=2.0)
VOUCHED = Finding(CheckName.DMARC, Result.PASS, weight=-0.5)


@pytest.mark.parametrize(
    ("found", "rule"),
    [
        (NAMELESS, "no_rdns"),
        (MACRO, "attachment.macro"),
        (FORGED, "spf.fail"),
        (VOUCHED, "dmarc.pass"),
    ],
)
def test_a_rule_weighs_what_is_set(found: Finding, rule: str) -> None:
    (weighed,) = reweighed({rule: 0.25}, [found])
    assert weighed.weight == 0.25
    assert (weighed.check, weighed.why, weighed.value) == (
        found.check,
        found.why,
        found.value,
    )
    assert rule in RULES


def test_what_is_not_set_weighs_as_usual() -> None:
    others = {"fcrdns": 5.0, "attachment.program": 5.0, "spf.softfail": 5.0}
    assert reweighed(others, [NAMELESS, MACRO, FORGED]) == (NAMELESS, MACRO, FORGED)


def test_what_weighs_nothing_stays_so() -> None:
    said_again = Finding(CheckName.BARE_IP, Result.FAIL, Reason.ADDRESS, weight=0.0)
    passed = Finding(CheckName.NO_RDNS, Result.PASS)
    weights = {"bare_ip": 5.0, "no_rdns": 5.0}
    assert reweighed(weights, [said_again, passed]) == (said_again, passed)


def test_every_weight_of_content_can_be_set() -> None:
    for check, why in WEIGHTS:
        assert check in RULES or f"{check}.{why}" in RULES


def test_no_rule_is_named_twice() -> None:
    assert len(set(RULES)) == len(RULES)
    checks = {rule.partition(".")[0] for rule in RULES if "." in rule}
    assert not checks & set(RULES)
