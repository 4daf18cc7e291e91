"""`glassine queue hold`, `release`, `drop`: what is done to entries, and by whom."""

from collections.abc import Iterator

import pytest

from cli.commands import Place
from cli.happenings import in_store
from cli.queued_rows import (
    CAROL,
    FAR,
    ONE,
    TWO,
    entries,
    one_message,
    queue_rows,
    row,
    states,
    told,
)
from cli.terminal import at_a_terminal
from glassine.store.api.blobs import BlobWriter
from glassine.store.api.queue import Queueing
from glassine.words.clock import Milliseconds
from sample_events import C


@pytest.fixture
def home(place: Place) -> Place:
    """Return a place with one message in its queue, to two domains."""
    queue_rows(place, one_message)
    return place


def test_entries_are_held_released_and_dropped(home: Place) -> None:
    assert home.done("queue", "hold", ONE).startswith("1 held")
    assert states(home) == {ONE: "held", TWO: "waiting"}
    assert home.done("queue", "release", ONE, TWO).startswith("2 released")
    assert states(home) == {ONE: "waiting", TWO: "waiting"}
    assert all(entry["nextTry"] < FAR for entry in entries(home))
    assert home.done("queue", "drop", "--domain", "example.com", "--yes") == (
        "1 dropped.\n"
    )
    assert states(home) == {ONE: "waiting"}


def test_retry_is_another_word_for_release(home: Place) -> None:
    assert home.done("queue", "retry", f"{C}.1").startswith("2 released")


def test_entries_are_asked_for_by_what_happened_to_them(home: Place) -> None:
    home.done("queue", "hold", "--code", "451", "--host", "mx.example.net")
    assert states(home) == {ONE: "held", TWO: "waiting"}


def test_what_is_dropped_with_a_bounce_waits_for_the_server_to_make_it(
    home: Place,
) -> None:
    drop = ("queue", "drop", ONE, "--bounce", "--yes")
    assert home.done(*drop) == "1 given up: the senders are told.\n"
    one, two = entries(home)
    assert (one["condemned"], two["condemned"]) == (True, False)
    assert one["nextTry"] < FAR
    assert "state         condemned\n" in home.done("queue", "show", ONE)
    now = Milliseconds(FAR - 1)
    claimed = in_store(home, lambda books: books.queue.claim(now, FAR, 10))
    assert [(each.id, each.condemned) for each in claimed] == [(ONE, True)]


def test_each_change_is_an_event(home: Place) -> None:
    home.done("queue", "hold", "--domain", "example.net")
    home.done("queue", "release", ONE, TWO)
    home.done("queue", "drop", ONE, "--bounce", "--yes")
    done = told(home, 4)
    assert done[:3] == [
        ("queue hold", "domain=example.net", 1),
        ("queue release", f"id={ONE}", 1),
        ("queue release", f"id={TWO}", 1),
    ]
    action, asked, rows = done[3]
    assert (action, asked.split()[0], rows) == ("queue drop --bounce", f"id={ONE}", 1)


def test_many_are_changed_some_at_a_time_and_each_time_is_told(place: Place) -> None:
    def many(blob: BlobWriter) -> Iterator[Queueing]:
        for number in range(1, 703):
            yield row(blob, f"{C}.1.{number}", CAROL)

    queue_rows(place, many)
    printed = place.done("queue", "hold", "--domain", "example.com")
    assert printed.startswith("702 held")
    assert [rows for _, _, rows in told(place, 2)] == [500, 202]
    assert len(entries(place, "--state", "held", "--limit", "1000")) == 702


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("hold",), "say which: name entries, or ask by --from"),
        (("drop", "--yes"), "say which: name entries, or ask by --from"),
        (("drop", ONE), "say --yes"),
        (("drop", ONE, "--bounce"), "say --yes"),
        (("drop", f"{C}.9"), "there is no such entry"),
        (("hold", f"{C}.9"), "there is no such entry"),
        (("release", "--domain", "example.edu"), "there is no such entry"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    home: Place, words: tuple[str, ...], why: str
) -> None:
    before = states(home)
    said = home.give("queue", *words)
    assert (said.code, said.out) == (1, "")
    assert why in said.err
    assert states(home) == before


def test_at_a_terminal_dropping_says_how_many_and_asks(home: Place) -> None:
    drop = ("queue", "drop", f"{C}.1")
    code, seen = at_a_terminal(home, *drop, typed=("yes",))
    assert code == 1
    assert "This forgets 2 entries of the queue for ever; neither sender nor" in seen
    assert len(states(home)) == 2
    code, _ = at_a_terminal(home, *drop, typed=("drop",))
    assert code == 0
    assert states(home) == {}


def test_at_a_terminal_dropping_says_whether_the_sender_is_told(home: Place) -> None:
    drop = ("queue", "drop", ONE, "--bounce")
    code, seen = at_a_terminal(home, *drop, typed=("drop",))
    assert code == 0
    assert "their senders get a bounce." in seen
