"""`glassine list`: whom to let in whatever else is found, and whom not to."""

import json
from typing import Any

import pytest

from cli.commands import Place
from cli.queued_rows import told

DAY = 86_400_000


def listed(place: Place) -> list[dict[str, Any]]:
    """Return what `list list --json` prints."""
    printed = place.done("list", "list", "--json")
    return [json.loads(line) for line in printed.splitlines()]


@pytest.mark.parametrize(
    ("option", "what", "by", "kept"),
    [
        ("--ip", "192.0.2.7", "ip", "192.0.2.7/32"),
        ("--ip", "2001:db8::/32", "ip", "2001:db8::/32"),
        ("--host", "mail.example.net", "host", "mail.example.net"),
        ("--helo", "EXAMPLE.net", "helo", "example.net"),
        ("--from", "zoe@example.net", "sender", "zoe@example.net"),
        ("--from", "example.net", "sender", "example.net"),
        ("--to", "postmaster@example.org", "recipient", "postmaster@example.org"),
    ],
)
def test_a_rule_is_added_listed_and_removed(
    place: Place, option: str, what: str, by: str, kept: str
) -> None:
    said = place.done("list", "add", "deny", option, what)
    assert said == f"{by} {kept} is refused from now on.\n"
    (rule,) = listed(place)
    assert (rule["action"], rule["by"], rule["what"]) == ("deny", by, kept)
    place.done("list", "remove", option, what)
    assert listed(place) == []


def test_a_rule_has_a_reason_and_an_end(place: Place) -> None:
    said = place.done(
        *("list", "add", "allow", "--from", "example.net"),
        *("--reason", "our bank", "--days", "30"),
    )
    assert "is let in, whatever is found" in said
    (rule,) = listed(place)
    assert rule["reason"] == "our bank"
    line = place.done("list", "list")
    assert line.startswith("allow --from example.net  until 20")
    assert line.endswith("  our bank\n")


def test_the_last_word_counts(place: Place) -> None:
    place.done("list", "add", "allow", "--ip", "192.0.2.0/24")
    place.done("list", "add", "deny", "--ip", "192.0.2.0/24")
    (rule,) = listed(place)
    assert rule["action"] == "deny"


def test_rules_of_the_config_file_are_listed_too_and_stay_there(place: Place) -> None:
    written = '\n[[access]]\nmatch = "host example.net"\naction = "deny"\n'
    place.config.write_text(place.config.read_text() + written)
    (rule,) = listed(place)
    assert rule["inConfig"]
    assert place.done("list", "list") == "deny --host example.net  (glassine.toml)\n"
    said = place.give("list", "remove", "--host", "example.net")
    assert (said.code, "it stands in the config file" in said.err) == (1, True)


def test_each_look_and_change_is_an_event_and_the_reason_is_not_in_it(
    place: Place,
) -> None:
    place.done("list", "add", "deny", "--ip", "192.0.2.7", "--reason", "zeppelin")
    place.done("list", "list")
    place.done("list", "remove", "--ip", "192.0.2.7")
    assert told(place, 3) == [
        ("list add", "action=deny ip=192.0.2.7/32", 0),
        ("list list", "", 1),
        ("list remove", "ip=192.0.2.7/32", 0),
    ]
    assert "zeppelin" not in place.done("events")


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("add", "deny"), 1, "name one"),
        (("add", "deny", "--ip", "192.0.2.1", "--host", "a.example"), 1, "name one"),
        (("add", "refuse", "--ip", "192.0.2.1"), 2, "refuse"),
        (("add", "deny", "--ip", "example.net"), 2, "an IP address or a network"),
        (("add", "deny", "--from", "a b"), 2, "an address such as"),
        (("remove", "--ip", "192.0.2.1"), 1, "there is no such rule"),
    ],
)
def test_what_cannot_be_done_says_why(
    place: Place, words: tuple[str, ...], code: int, why: str
) -> None:
    said = place.give("list", *words)
    assert (said.code, said.out) == (code, "")
    assert why in said.err


def test_a_reason_cannot_hide_what_it_is(place: Place) -> None:
    place.done("list", "add", "deny", "--ip", "192.0.2.7", "--reason", "a\u202eb")
    assert "a\\u{202E}b" in place.done("list", "list")
