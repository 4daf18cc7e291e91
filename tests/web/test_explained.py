"""Why a message was judged as it was: beside its record, for its operator and owner."""

import json
import re
from typing import Any

import pytest

from web.browser import Browser
from web.stand_in import Log

UUID = "5DBEA39F-1F3F-47D4-9657-B2E73169F4EF.1"
OPERATORS = ["/events/1", f"/trace/{UUID}"]
EVERYWHERE = [*OPERATORS, "/me/events/1"]


def judged(log: Log, **said: Any) -> None:
    """Have the log hold one letter that came, with one finding of this kind."""
    [received] = [k for k in log.kept if b'"type":"received"' in k.record]
    record = json.loads(received.record)
    finding = record["details"]["findings"][0] | {"check": "spf", "value": "a.example"}
    record["details"]["findings"] = [finding | said]
    record["uuid"] = UUID
    log.__init__([json.dumps(record).encode()])  # type: ignore[misc]


def why(browser: Browser, path: str) -> str:
    """Return the part of a page that explains the verdict; nothing if it has none."""
    browser.be("support")
    browser.be_person()
    found = re.search(
        r'<section class="sheet" aria-labelledby="h-why">(.*?)</section>',
        browser.page(path),
        re.DOTALL,
    )
    return re.sub(r"<[^>]+>", " ", found[1]) if found else ""


@pytest.mark.parametrize("path", EVERYWHERE)
def test_a_finding_is_told_with_its_weight_and_what_would_change_it(
    browser: Browser, log: Log, path: str
) -> None:
    judged(log, result="fail", why="softfail", weight=1.5, bearing="note")
    said = why(browser, path)
    assert (
        "SPF of the sender&#39;s domain failed: a.example, which does not expect"
        in said
    )
    assert "+1.5" in said
    assert "To change it:" in said
    assert "spam from 6, and refused from 15." in said


@pytest.mark.parametrize("path", EVERYWHERE)
def test_what_decides_alone_says_so_in_place_of_its_weight(
    browser: Browser, log: Log, path: str
) -> None:
    judged(log, result="fail", why="", weight=6.0, bearing="deny")
    said = why(browser, path)
    assert "This alone refuses the message." in said
    assert "+6.0" not in said


@pytest.mark.parametrize("path", EVERYWHERE)
def test_what_changed_nothing_is_folded_away(
    browser: Browser, log: Log, path: str
) -> None:
    judged(log, result="pass", why="", weight=0.0, bearing="note")
    said = why(browser, path)
    assert "1 check found nothing that counts" in said
    assert "To change it:" not in said


def test_what_was_never_judged_has_no_verdict(browser: Browser, log: Log) -> None:
    [login] = [k for k in log.kept if b'"type":"auth"' in k.record][:1]
    log.__init__([login.record])  # type: ignore[misc]
    assert why(browser, "/events/1") == ""


def test_a_letter_without_findings_says_that_there_are_none(
    browser: Browser, log: Log
) -> None:
    judged(log)
    record = json.loads(log.kept[0].record)
    record["details"]["findings"] = []
    log.__init__([json.dumps(record).encode()])  # type: ignore[misc]
    assert "Nothing was found for or against it." in why(browser, "/events/1")


@pytest.mark.parametrize("path", EVERYWHERE)
def test_the_value_of_a_finding_is_text(browser: Browser, log: Log, path: str) -> None:
    judged(log, value="<img src=x>\u202e", weight=1.0)
    browser.be("support")
    browser.be_person()
    page = browser.page(path)
    assert "<img src=x" not in page
    assert "&lt;img src=x&gt;\\u202e" in page


def test_a_verdict_that_is_not_there_is_told_to_programs(browser: Browser) -> None:
    good = {"authorization": "Bearer good"}
    for uuid in ("NOTHING", "00000000-0000-4000-8000-000000000000"):
        assert browser.get(f"/api/v1/explain/{uuid}", **good).status_code == 404
