"""What strangers choose (names, addresses, answers) is shown as what it is: text."""

import json

import pytest

from glassine.web.export import csv_lines, harmless
from glassine.web.records import row, visible
from web.browser import Browser
from web.stand_in import Log

SCRIPT = "<script>alert(1)</script>@example.net"
TURNED = "safe\u202egnp.exe@example.net"
QUOTED = "\"'><img src=x onerror=alert(1)>@example.net"


def hostile(log: Log, word: str) -> None:
    """Put the word wherever a record has a text."""
    said = json.loads(log.kept[0].record)
    said |= {"mailFrom": word, "rcptTo": [word], "authUser": word}
    said["remote"] |= {"host": word, "info": word}
    said["details"] |= {"response": word, "host": word}
    log.__init__([json.dumps(said).encode()])  # type: ignore[misc]
    log.lines = f"2026-11-23T10:02:11.345Z [INFO] [-] [core] {word}\n".encode()


@pytest.mark.parametrize("word", [SCRIPT, QUOTED])
@pytest.mark.parametrize("path", ["/events", "/events/1", "/me", "/me/events/1"])
def test_markup_is_escaped(browser: Browser, log: Log, word: str, path: str) -> None:
    browser.be("support")
    browser.be_person()
    hostile(log, word)
    page = browser.page(path)
    assert word not in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("path", ["/events", "/events/1"])
def test_characters_that_turn_the_text_are_shown_by_number(
    operator: Browser, log: Log, path: str
) -> None:
    hostile(log, TURNED)
    page = operator.page(path)
    assert "\u202e" not in page
    assert "\\u202e" in page


def test_a_record_in_a_script_element_cannot_end_it(
    operator: Browser, log: Log
) -> None:
    hostile(log, "</script><script>alert(1)</script>")
    page = operator.page("/events/1")
    inside = page.partition('<script type="application/json" id="record">')[2]
    given = inside.partition("</script>")[0]
    assert json.loads(given)["mailFrom"].startswith("</script>")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\uff1d1", "\uff201"]
)
def test_a_cell_that_is_a_formula_to_a_spreadsheet_is_quoted(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless(f"a{cell}") == f"a{cell}"


def test_csv_quotes_what_holds_commas_and_quotes(log: Log) -> None:
    hostile(log, 'a,"b"@example.net')
    kept = log.kept[0]
    line = csv_lines([row(kept.key, kept.record)], ("from",))
    assert line == '"a,""b""@example.net"\r\n'


@pytest.mark.parametrize("word", ["\u200b", "\u2066", "\x07", "\u2028", "\ud800"])
def test_what_does_not_print_is_seen(word: str) -> None:
    assert visible(f"a{word}b").isprintable()


@pytest.mark.parametrize("word", [SCRIPT, QUOTED])
def test_the_form_gives_back_what_was_typed_as_text(
    operator: Browser, word: str
) -> None:
    page = operator.ask("GET", "/events", params={"q": word, "from": word}).text
    assert word not in page
