"""`glassine hold-rule`: whose mail is held when it comes."""

import json

import pytest

from cli.commands import Place
from cli.queued_rows import ONE, TWO, one_message, queue_rows, states, told


def test_a_rule_holds_what_waits_and_what_comes(place: Place) -> None:
    queue_rows(place, one_message)
    printed = place.done("hold-rule", "add", "--domain", "example.com")
    assert "1 entry of the queue is held too" in printed
    assert states(place) == {ONE: "waiting", TWO: "held"}
    place.done("hold-rule", "add", "--from", "ann@example.org")
    assert states(place) == {ONE: "held", TWO: "held"}


def test_a_rule_for_whom_nothing_waits_says_so(place: Place) -> None:
    printed = place.done("hold-rule", "add", "--domain", "example.net")
    assert "none of it is in the queue now." in printed


def test_rules_are_listed_and_taken_away(place: Place) -> None:
    rules = [
        ("--from", "ann@example.org"),
        ("--domain", "example.com"),
        ("--account", "app@example.org"),
    ]
    for rule in rules:
        place.done("hold-rule", "add", *rule)
    listed = place.done("hold-rule", "list").splitlines()
    assert [tuple(line.split()[:2]) for line in listed] == rules
    found = [
        json.loads(line)
        for line in place.done("hold-rule", "list", "--json").splitlines()
    ]
    assert [(each["by"], each["whom"]) for each in found] == [
        ("sender", "ann@example.org"),
        ("domain", "example.com"),
        ("account", "app@example.org"),
    ]
    printed = place.done("hold-rule", "remove", "--domain", "example.com")
    assert "glassine queue release --state held --domain example.com" in printed
    assert len(place.done("hold-rule", "list").splitlines()) == 2


def test_each_change_of_a_rule_is_an_event(place: Place) -> None:
    place.done("hold-rule", "add", "--account", "ann@example.org")
    place.done("hold-rule", "list")
    place.done("hold-rule", "remove", "--account", "ann@example.org")
    assert told(place, 3) == [
        ("hold-rule add", "account=ann@example.org", 0),
        ("hold-rule list", "", 1),
        ("hold-rule remove", "account=ann@example.org", 0),
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add",), "name one only: --from, --domain or --account"),
        (
            ("add", "--domain", "example.com", "--from", "ann@example.org"),
            "name one only: --from, --domain or --account",
        ),
        (("add", "--domain", "example.net"), "there is that rule already"),
        (("remove", "--domain", "example.com"), "there is no such rule"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    place: Place, words: tuple[str, ...], why: str
) -> None:
    place.done("hold-rule", "add", "--domain", "example.net")
    said = place.give("hold-rule", *words)
    assert (said.code, said.out) == (1, "")
    assert why in said.err
    assert len(place.done("hold-rule", "list").splitlines()) == 1
