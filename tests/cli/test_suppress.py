"""`glassine suppress`: addresses that are sent nothing, and why."""

import json
from typing import Any

import pytest

from cli.commands import Place
from cli.happenings import in_store
from cli.queued_rows import told
from cli.terminal import at_a_terminal
from glassine.events.facts import ScrubbedText
from glassine.store.api.suppressions import SuppressedBy, Suppression
from glassine.words.public import Address, Domain, EnhancedCode
from store.samples import BOB, NOW

DAY = 86_400_000


def listed(place: Place, *asked: str) -> list[dict[str, Any]]:
    """Return what `suppress list --json` prints."""
    printed = place.done("suppress", "list", "--json", *asked)
    return [json.loads(line) for line in printed.splitlines()]


def bounced(place: Place, address: Address = BOB) -> None:
    """Let an address be suppressed by its server's word."""
    suppression = Suppression(
        address=address,
        since=NOW,
        by=SuppressedBy.BOUNCE,
        code=550,
        enhanced=EnhancedCode(5, 1, 1),
        answer=ScrubbedText("550 5.1.1 user unknown"),
    )
    in_store(place, lambda books: books.suppressions.put(suppression))


def test_an_address_is_suppressed_for_ever_or_some_days(place: Place) -> None:
    assert "is sent nothing" in place.done("suppress", "add", "dan@example.com")
    thirty = place.done("suppress", "add", "eve@example.com", "--days", "30")
    assert "from now on, until 2" in thirty
    dan, eve = listed(place)
    assert (dan["address"], dan["by"], dan["expires"]) == (
        "dan@example.com",
        "operator",
        None,
    )
    assert eve["expires"] - eve["since"] == 30 * DAY
    lines = place.done("suppress", "list").splitlines()
    assert " until " not in lines[0]
    assert " until " in lines[1]


def test_why_an_address_is_suppressed_is_shown(place: Place) -> None:
    bounced(place)
    assert place.done("suppress", "list") == (
        "bob@example.net  since 2020-10-26 by bounce  550 5.1.1 user unknown\n"
    )
    (found,) = listed(place)
    assert (found["code"], found["enhanced"]) == (550, "5.1.1")


def test_suppressions_are_listed_by_domain_and_in_pages(place: Place) -> None:
    for address in ("a@example.com", "b@example.com", "a@example.net"):
        place.done("suppress", "add", address)
    there = listed(place, "--domain", "example.com")
    assert [each["address"] for each in there] == ["a@example.com", "b@example.com"]
    rest = listed(place, "--after", "a@example.net")
    assert [each["address"] for each in rest] == ["b@example.com"]
    _, seen = at_a_terminal(place, "suppress", "list", "--limit", "1", typed=())
    assert "There may be more, with --after a@example.com" in seen


def test_an_address_may_have_mail_again(place: Place) -> None:
    bounced(place)
    assert "can have mail again" in place.done("suppress", "remove", "BOB@example.net")
    assert listed(place) == []


def test_each_look_and_change_is_an_event(place: Place) -> None:
    place.done("suppress", "add", "dan@example.com")
    place.done("suppress", "list", "--domain", "example.com")
    place.done("suppress", "remove", "dan@example.com")
    assert [(action, rows) for action, _, rows in told(place, 3)] == [
        ("suppress add", 0),
        ("suppress list", 1),
        ("suppress remove", 0),
    ]


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("remove", "dan@example.com"), 1, "it is not suppressed"),
        (("add", "dan@example.com", "--days", "0"), 2, "days"),
        (("add", "dan"), 2, "an address such as"),
        (("add", "dan@@example.com"), 2, "an address such as"),
    ],
)
def test_what_cannot_be_done_says_why(
    place: Place, words: tuple[str, ...], code: int, why: str
) -> None:
    said = place.give("suppress", *words)
    assert (said.code, said.out) == (code, "")
    assert why in said.err


def test_an_address_cannot_hide_what_it_is(place: Place) -> None:
    bounced(place, Address("b\u200bob", Domain("example.net")))
    assert place.done("suppress", "list").startswith("b\\u{200B}ob@example.net ")
