"""`glassine queue list` and `show`: envelopes of what is still to be sent."""

import json
from collections.abc import Iterator

import pytest

from cli.commands import Place
from cli.queued_rows import CAROL, FAR, ONE, TWO, entries, one_message, queue_rows, row
from cli.queued_rows import told as operated
from cli.terminal import at_a_terminal
from glassine.store.api.blobs import BlobWriter
from glassine.store.api.queue import Queueing
from glassine.words.public import Address, Domain
from sample_events import C


@pytest.fixture
def home(place: Place) -> Place:
    """Return a place with one message in its queue, to two domains."""
    queue_rows(place, one_message)
    return place


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ((), [ONE, TWO]),
        (("--from", "ann@example.org"), [ONE, TWO]),
        (("--to", "carol@example.com"), [TWO]),
        (("--domain", "example.net"), [ONE]),
        (("--account", "ANN@example.org"), [ONE, TWO]),
        (("--account", "eve@example.org"), []),
        (("--state", "held"), []),
        (("--state", "waiting"), [ONE, TWO]),
        (("--host", "mx.EXAMPLE.net"), [ONE]),
        (("--code", "451"), [ONE]),
        (("--code", "450"), []),
        (("--older", "2h"), [ONE, TWO]),
        (("--newer", "2h"), []),
        (("--older", "2020-10-01"), []),
        (("--limit", "1"), [ONE]),
    ],
)
def test_entries_are_found_by_their_envelope_and_their_last_failure(
    home: Place, asked: tuple[str, ...], found: list[str]
) -> None:
    assert [entry["id"] for entry in entries(home, *asked)] == found


def test_an_entry_is_shown_by_its_id_and_a_message_by_its_uuid(home: Place) -> None:
    printed = home.done("queue", "show", ONE)
    assert "from          ann@example.org\nto            bob@example.net\n" in printed
    assert "sealed" not in printed
    shown = home.done("queue", "show", f"{C}.1", "--json")
    assert [json.loads(line)["id"] for line in shown.splitlines()] == [ONE, TWO]


def test_what_was_said_last_is_shown_scrubbed(home: Place) -> None:
    printed = home.done("queue", "show", ONE)
    assert "last host     MX.example.net\nlast code     451 4.2.1\n" in printed
    assert "last answer   451 4.2.1 ▒ try later\n" in printed
    (shown,) = entries(home, "--code", "451")
    assert shown["response"] == "451 4.2.1 ▒ try later"
    assert "last" not in home.done("queue", "show", TWO)


def test_a_list_goes_on_where_it_ended(home: Place) -> None:
    (first,) = entries(home, "--limit", "1")
    (second,) = entries(home, "--after", str(first["place"]))
    assert second["id"] == TWO


def test_what_waits_is_told_by_domain(home: Place) -> None:
    told = entries(home, "--by-domain")
    assert [(each["domain"], each["rows"], each["code"]) for each in told] == [
        ("example.com", 1, 0),
        ("example.net", 1, 451),
    ]
    assert {each["nextTry"] for each in told} == {FAR}
    said = home.give("queue", "list", "--by-domain", "--code", "451")
    assert said.code == 1
    assert "leave the other options out" in said.err


def test_each_look_is_an_event(home: Place) -> None:
    home.done("queue", "list", "--to", "bob@example.net", "--code", "451")
    home.done("queue", "list", "--by-domain")
    home.done("queue", "show", ONE)
    assert operated(home, 3) == [
        ("queue list", "to=bob@example.net code=451", 1),
        ("queue list", "by=domain", 2),
        ("queue show", f"id={ONE}", 1),
    ]


def test_an_entry_that_is_not_there_is_not_shown(home: Place) -> None:
    said = home.give("queue", "show", f"{C}.9")
    assert (said.code, said.out) == (1, "")
    assert "there is no such entry" in said.err


def test_at_a_terminal_the_queue_is_a_table_and_says_how_to_go_on(home: Place) -> None:
    code, seen = at_a_terminal(home, "queue", "list", "--limit", "1", typed=())
    assert code == 0
    assert "next try (UTC)" in seen
    assert '{"id"' not in seen
    assert "1 more; they follow with --after " in seen


def test_at_a_terminal_domains_are_a_table(home: Place) -> None:
    code, seen = at_a_terminal(home, "queue", "list", "--by-domain", typed=())
    assert code == 0
    assert "oldest (UTC)" in seen


def test_a_long_list_comes_in_pages(place: Place) -> None:
    def many(blob: BlobWriter) -> Iterator[Queueing]:
        for number in range(1, 1203):
            yield row(blob, f"{C}.1.{number}", CAROL)

    queue_rows(place, many)
    found = entries(place, "--limit", "1100")
    assert [entry["id"] for entry in found] == [f"{C}.1.{n}" for n in range(1, 1101)]
    _, seen = at_a_terminal(place, "queue", "list", "--limit", "1100", typed=())
    assert seen.count("next try (UTC)") == 1
    assert "102 more; they follow with --after 1100." in seen


def test_an_address_cannot_hide_what_it_is(place: Place) -> None:
    """U+202E turns the rest of the line round, U+200B shows nothing."""
    sly = Address("an\u200bn\u202e", Domain("example.com"))
    queue_rows(place, lambda blob: [row(blob, ONE, sly, sender=sly, account=sly)])
    printed = place.done("queue", "show", ONE)
    assert "\u202e" not in printed
    assert printed.count("an\\u{200B}n\\u{202E}@example.com") == 3
    assert "\u202e" not in place.done("queue", "list")
    _, seen = at_a_terminal(place, "queue", "list", typed=())
    assert "\u202e" not in seen
