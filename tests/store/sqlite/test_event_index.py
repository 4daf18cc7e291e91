"""What has been entered in the indexes is found as what still waits is."""

import pytest

from glassine.events.ageing import Ageing, Stage
from glassine.store.api.events import Counted, EventFilter, StoredEvent
from glassine.store.api.ids import EventKey
from glassine.store.sqlite import event_bits, event_index, event_search, event_sets
from glassine.store.sqlite.books import SqliteBooks
from glassine.store.sqlite.store import SqliteStore
from store.contract.test_events import AGED_FILTERS, EVENTS, FILTERS, moments
from store.samples import ANN, BOB, NOW, queued

EACH, SOME, NOT_YET = 1, 4, 300  # events that wait to be entered together


@pytest.fixture(
    params=[(EACH, ""), (SOME, ""), (NOT_YET, ""), (EACH, "both"), (EACH, "bits")]
)
def store(request, opened, monkeypatch):  # type: ignore[no-untyped-def]
    """A store that enters events at once, some by some, or not yet.

    Few as the events are, one reads two sets side by side where others look up, and one
    takes every word for a common one, that has bits.
    """
    batch, way = request.param
    monkeypatch.setattr(event_index, "BATCH", batch)
    if way == "both":
        monkeypatch.setattr(event_sets, "FEW", 0)
    if way == "bits":
        monkeypatch.setattr(event_bits, "BLOCK", 2)
        monkeypatch.setattr(event_bits, "LEAST", 0)
        monkeypatch.setattr(event_search, "COUNTED", 0)
    return opened()


async def fill(store: SqliteStore) -> None:
    """Keep all the events, one after another."""
    for event in EVENTS:
        await store.write(lambda books, e=event: books.events.append([e]))


@pytest.mark.parametrize("name", FILTERS)
async def test_a_filter_finds_all_and_by_pages_of_two(
    store: SqliteStore, name: str
) -> None:
    await fill(store)
    asked, expected = FILTERS[name]
    whole = await store.read(lambda b: b.events.find(EventFilter(**asked)))
    assert moments(whole) == expected
    wanted = EventFilter(**{**asked, "limit": 2})
    found: list[StoredEvent] = []
    before: EventKey | None = None
    while page := await store.read(lambda b, k=before: b.events.find(wanted, k)):
        found += page
        before = page[-1].key
    assert "limit" in asked or moments(found) == expected


@pytest.mark.parametrize("name", FILTERS)
async def test_pages_go_back_to_the_newer_side(store: SqliteStore, name: str) -> None:
    await fill(store)
    asked, expected = FILTERS[name]
    if "limit" in asked or len(expected) < 2:
        return
    whole = await store.read(lambda b: b.events.find(EventFilter(**asked)))
    wanted, oldest = EventFilter(**{**asked, "limit": 1}), whole[-1].key
    page = await store.read(lambda b: b.events.find(wanted, newer_than=oldest))
    assert moments(page) == expected[-2:-1]


@pytest.mark.parametrize("name", AGED_FILTERS)
async def test_an_event_is_not_found_by_what_it_lost(
    store: SqliteStore, name: str
) -> None:
    await fill(store)
    asked, *expected = AGED_FILTERS[name]
    found = []
    for stage in (Stage.BLURRED, Stage.DROPPED):
        ageing = Ageing(stage, [ANN.domain])
        await store.write(lambda b, a=ageing: b.events.age(a, NOW + 99))
        found.append(await store.read(lambda b: b.events.find(EventFilter(**asked))))
    assert [moments(each) for each in found] == expected


def rows_in_all(books: SqliteBooks) -> list[int]:
    """Return how many rows there are of events, and in each of their indexes."""
    tables = ("event", "posting", "named", "lines_of")
    return [len(books.events._db.rows(f"SELECT * FROM {name}")) for name in tables]


async def test_pruning_leaves_nothing_in_any_index(store: SqliteStore) -> None:
    await fill(store)
    await store.write(lambda b: b.events.append_lines(None, NOW, b"one\n"))
    await store.write(lambda b: b.events.prune(NOW + 99, NOW + 99))
    assert await store.read(lambda b: b.events.find(EventFilter())) == []
    left = await store.read(rows_in_all)
    assert left == [0, 0, 0, 0]


async def test_counts_are_the_same_waiting_or_entered(store: SqliteStore) -> None:
    await fill(store)
    step = 600_000
    start = NOW // step * step
    (auth, mail) = await store.read(
        lambda b: b.events.counts(Counted.TYPE, start, start + step, step)
    )
    assert (auth.name, auth.events, auth.at) == ("operator", 1, start)
    assert (mail.name, mail.events) == ("queued", 5)


async def test_a_wide_set_is_checked_on_each_event(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_sets, "WIDEST", 1)
    await fill(store)
    found = await store.read(lambda b: b.events.find(EventFilter(text="example")))
    assert moments(found) == [4, 3, 2, 1, 0]
    wanted = EventFilter(text="example carl", rcpt_to=BOB, limit=1)
    assert moments(await store.read(lambda b: b.events.find(wanted))) == [3]


async def test_a_late_event_takes_its_place_by_time(store: SqliteStore) -> None:
    await fill(store)
    late = queued(at=NOW - 5)
    await store.write(lambda books: books.events.append([late]))
    found = await store.read(lambda b: b.events.find(EventFilter(mail_from=ANN)))
    assert moments(found) == [4, 1, 0, -5]
