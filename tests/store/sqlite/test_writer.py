"""The group commit: what waits together goes to disk together."""

import asyncio
from collections.abc import Callable

import pytest

from glassine.store.api.events import EventFilter
from glassine.store.api.store import Books
from glassine.store.sqlite.store import SqliteStore
from store.samples import NOW, queued

Opener = Callable[..., SqliteStore]


def note(number: int) -> Callable[[Books], int]:
    """Return a work that keeps an event and returns its number."""

    def work(books: Books) -> int:
        books.events.append([queued(at=NOW + number)])
        return number

    return work


def fails(books: Books) -> None:
    """Keep an event, then fail."""
    books.events.append([queued()])
    raise LookupError


async def events(store: SqliteStore) -> int:
    """Return how many events there are."""
    wanted = EventFilter(limit=10_000)
    return len(await store.look(lambda books: books.events.find(wanted)))


async def test_what_comes_in_one_turn_of_the_loop_shares_one_commit(
    opened: Opener,
) -> None:
    store = opened()
    before = store.commits
    ends = await asyncio.gather(*(store.write(note(number)) for number in range(50)))
    assert ends == list(range(50))
    assert store.commits == before + 1


async def test_one_that_fails_costs_the_others_no_commit_of_their_own(
    opened: Opener,
) -> None:
    store = opened()
    before = store.commits
    works = [note(1), fails, note(2), fails]
    ends = await asyncio.gather(*map(store.write, works), return_exceptions=True)
    assert [type(end) for end in ends] == [int, LookupError, int, LookupError]
    assert store.commits == before + 1
    assert await events(store) == 2


async def test_one_who_no_longer_waits_holds_nobody_up(opened: Opener) -> None:
    store = opened()
    tasks = [asyncio.create_task(store.write(note(number))) for number in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert ends[0::2] == [0, 2]
    assert isinstance(ends[1], asyncio.CancelledError)
    assert await store.write(note(3)) == 3


def test_a_loop_that_was_closed_meanwhile_holds_nobody_up(opened: Opener) -> None:
    store = opened()
    loop = asyncio.new_event_loop()
    waiting = loop.create_task(store.write(note(1)))
    loop.call_soon(loop.call_soon, loop.stop)
    loop.run_forever()
    waiting.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    assert asyncio.run(store.write(note(2))) == 2


async def test_our_own_mistake_comes_out_as_what_it_is(opened: Opener) -> None:
    store = opened()
    with pytest.raises(AttributeError):
        await store.write(lambda books: books.parcels)  # type: ignore[attr-defined]
    assert await store.write(note(1)) == 1
