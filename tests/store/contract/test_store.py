"""Transactions: what is promised is on disk, and a work that fails, fails alone."""

import asyncio
from collections.abc import Callable

import pytest

from glassine.store.api.events import EventFilter
from glassine.store.api.ids import NEVER, Duplicate, Unavailable
from glassine.store.api.store import Books, Store
from glassine.words.clock import Seconds
from glassine.words.public import Domain
from store.samples import NOW, queued

HOME = Domain("example.org")


def domain(name: str) -> Callable[[Books], str]:
    """Return a work that adds a domain."""

    def add(books: Books) -> str:
        books.accounts.add_domain(Domain(name), [])
        return name

    return add


def broken(books: Books) -> None:
    """Write something, then fail."""
    books.accounts.add_domain(Domain("broken.example"), [])
    raise LookupError


async def domains(store: Store) -> list[str]:
    """Return the names of our domains."""
    return [str(each) for each in await store.look(lambda b: b.accounts.domains())]


async def test_a_work_returns_its_result(store: Store) -> None:
    assert await store.write(domain("a.example")) == "a.example"
    assert await domains(store) == ["a.example"]


async def test_a_work_that_fails_takes_nothing_with_it_but_its_own(
    store: Store,
) -> None:
    works = [domain("a.example"), broken, domain("b.example"), domain("a.example")]
    ends = await asyncio.gather(
        *(store.write(work) for work in works), return_exceptions=True
    )
    assert [type(end) for end in ends] == [str, LookupError, str, Duplicate]
    assert await domains(store) == ["a.example", "b.example"]


async def test_works_are_done_in_the_order_they_came(store: Store) -> None:
    def note(number: int) -> Callable[[Books], None]:
        return lambda books: books.events.append([queued(at=NOW + number)])

    await asyncio.gather(*(store.write(note(number)) for number in range(40)))
    found = await store.look(lambda b: b.events.find(EventFilter()))
    keys = [event.key for event in found]
    assert keys == sorted(keys, reverse=True)
    assert len(keys) == 40


async def test_nobody_waits_for_what_is_written_soon(store: Store) -> None:
    store.write_soon(lambda books: books.accounts.add_domain(HOME, []))
    store.write_soon(broken)
    await store.write(domain("last.example"))
    assert await domains(store) == ["example.org", "last.example"]
    assert store.failures == 1


async def test_one_store_sees_what_another_wrote(opened: Callable[[], Store]) -> None:
    one, two = opened(), opened()
    await one.write(domain("a.example"))
    await two.write(domain("b.example"))
    assert await domains(one) == await domains(two) == ["a.example", "b.example"]


async def test_a_reading_sees_one_moment(store: Store) -> None:
    begun, written = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def twice(books: Books) -> tuple[int, int]:
        first = len(books.accounts.domains())
        loop.call_soon_threadsafe(begun.set)
        asyncio.run_coroutine_threadsafe(written.wait(), loop).result(30)
        return first, len(books.accounts.domains())

    reading = asyncio.create_task(store.read(twice))
    await begun.wait()
    await store.write(domain("a.example"))
    written.set()
    assert await reading == (0, 0)
    assert await domains(store) == ["a.example"]


async def test_a_look_cannot_write(store: Store) -> None:
    with pytest.raises(Unavailable):
        await store.look(domain("a.example"))


async def test_who_has_not_looked_yet_hears_of_a_change_at_once(store: Store) -> None:
    mark = await store.changed(NEVER, Seconds(60))
    assert mark != NEVER
    assert await store.changed(mark, Seconds(0.01)) == mark


@pytest.mark.parametrize("writer", [0, 1])
async def test_a_commit_of_any_process_is_noticed(
    opened: Callable[[], Store], writer: int
) -> None:
    stores = opened(), opened()
    mark = await stores[0].changed(NEVER, Seconds(0))
    followers = [
        asyncio.create_task(stores[0].changed(mark, Seconds(60))) for _ in range(3)
    ]
    await asyncio.sleep(0)
    await stores[writer].write(domain("a.example"))
    async with asyncio.timeout(30):
        marks = await asyncio.gather(*followers)
    assert mark not in marks


async def test_a_change_before_the_wait_is_not_missed(store: Store) -> None:
    mark = await store.changed(NEVER, Seconds(0))
    await store.write(domain("a.example"))
    async with asyncio.timeout(30):
        assert await store.changed(mark, Seconds(60)) != mark


async def test_what_waits_is_committed_before_closing(
    opened: Callable[[], Store],
) -> None:
    one, two = opened(), opened()
    for number in range(50):
        one.write_soon(lambda b, n=number: b.events.append([queued(at=NOW + n)]))
    await one.close()
    found = await two.look(lambda b: b.events.find(EventFilter()))
    assert len(found) == 50


async def test_a_closed_store_takes_nothing(opened: Callable[[], Store]) -> None:
    store = opened()
    await store.close()
    with pytest.raises(Unavailable):
        await store.write(domain("a.example"))
    with pytest.raises(Unavailable):
        await store.look(lambda books: books.accounts.domains())
