"""`glassine queue`: envelopes of what is still to be sent, and what is done to them."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from cli.commands import Place
from cli.terminal import at_a_terminal
from glassine.store.api.blobs import BlobWriter
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books
from glassine.words.clock import Milliseconds
from glassine.words.public import QueueId, parse_address
from sample_events import C
from store.samples import BOB, queueing

CAROL = parse_address("carol@example.com")
FAR = Milliseconds(4_000_000_000_000)
ONE, TWO = f"{C}.1.1", f"{C}.1.2"


@pytest.fixture
def home(place: Place) -> Place:
    """Return a place with one message in its queue, to two domains."""

    async def fill() -> None:
        store = place.store()
        blob = store.new_blob()
        blob.write(b"sealed")
        await store.write(lambda books: _queue(books, blob))
        await store.close()

    asyncio.run(fill())
    return place


def _queue(books: Books, blob: BlobWriter) -> None:
    books.blobs.keep(blob)
    to = {ONE: BOB, TWO: CAROL}
    books.queue.add([_row(blob, QueueId(name), to[name]) for name in to])


def _row(blob: BlobWriter, name: QueueId, to: Any) -> Queueing:
    return replace(queueing(blob.id, to, due=FAR), id=name)


def entries(place: Place, *asked: str) -> list[dict[str, Any]]:
    """Return what `queue list` prints."""
    printed = place.done("queue", "list", *asked)
    return [json.loads(line) for line in printed.splitlines()]


def states(place: Place) -> dict[str, str]:
    """Return the state of every entry."""
    return {entry["id"]: entry["state"] for entry in entries(place)}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ((), [ONE, TWO]),
        (("--from", "ann@example.org"), [ONE, TWO]),
        (("--to", "carol@example.com"), [TWO]),
        (("--domain", "example.net"), [ONE]),
        (("--state", "held"), []),
        (("--limit", "1"), [ONE]),
    ],
)
def test_entries_are_found_by_their_envelope(
    home: Place, asked: tuple[str, ...], found: list[str]
) -> None:
    assert [entry["id"] for entry in entries(home, *asked)] == found


def test_an_entry_is_shown_by_its_id_and_a_message_by_its_uuid(home: Place) -> None:
    printed = home.done("queue", "show", ONE)
    assert "from        ann@example.org\nto          bob@example.net\n" in printed
    assert "sealed" not in printed
    shown = home.done("queue", "show", f"{C}.1", "--json")
    assert [json.loads(line)["id"] for line in shown.splitlines()] == [ONE, TWO]


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


def test_each_look_and_change_is_an_event(home: Place) -> None:
    home.done("queue", "list", "--to", "bob@example.net")
    home.done("queue", "show", ONE)
    home.done("queue", "hold", "--domain", "example.net")
    printed = home.done("events", "--type", "operator").splitlines()
    found = [json.loads(line)["details"] for line in printed][-3:]
    told = [(look["action"], look["filter"], look["rows"]) for look in found]
    assert told == [
        ("queue list", "to=bob@example.net", 1),
        ("queue show", f"id={ONE}", 1),
        ("queue hold", "domain=example.net", 1),
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("hold",), "say which: name entries, or --from"),
        (("drop", "--yes"), "say which: name entries, or --from"),
        (("drop", ONE), "say --yes"),
        (("hold", f"{C}.9"), "there is no such entry"),
        (("show", f"{C}.9"), "there is no such entry"),
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
    assert "This forgets 2 entries of the queue for ever" in seen
    assert len(states(home)) == 2
    code, _ = at_a_terminal(home, *drop, typed=("drop",))
    assert code == 0
    assert states(home) == {}


def test_at_a_terminal_the_queue_is_a_table(home: Place) -> None:
    code, seen = at_a_terminal(home, "queue", "list", typed=())
    assert code == 0
    assert "next try (UTC)" in seen
    assert '{"id"' not in seen
