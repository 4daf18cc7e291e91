"""A full disk: all who wait hear of it, nothing is half-written, and it goes on."""

import asyncio
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from glassine.store.api.events import EventFilter
from glassine.store.api.ids import Full, Missing, Unavailable
from glassine.store.api.store import Books
from glassine.store.sqlite.store import SqliteStore
from store.samples import NOW, queued
from store.sqlite.faulty_disk import faulty_disk

Opener = Callable[..., SqliteStore]


def note(number: int) -> Callable[[Books], None]:
    """Return a work that keeps an event."""
    return lambda books: books.events.append([queued(at=NOW + number)])


async def events(store: SqliteStore) -> int:
    """Return how many events there are."""
    return len(await store.look(lambda books: books.events.find(EventFilter())))


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let the system refuse to make any file larger."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_all_who_share_a_commit_hear_that_the_disk_is_full(
    opened: Opener,
) -> None:
    with faulty_disk() as disk:
        store = opened()
        await store.write(note(0))
        disk.full = True
        works = [store.write(note(number)) for number in range(1, 6)]
        ends = await asyncio.gather(*works, return_exceptions=True)
        assert [type(end) for end in ends] == [Full] * 5
        assert await events(store) == 1
        disk.full = False
        await store.write(note(6))
        assert await events(store) == 2
        await store.close()


async def test_a_commit_that_cannot_be_synced_is_no_commit(opened: Opener) -> None:
    with faulty_disk() as disk:
        store = opened()
        await store.write(note(0))
        disk.broken = True
        with pytest.raises(Unavailable):
            await store.write(note(1))
        disk.broken = False
        assert await events(store) == 1
        await store.write(note(2))
        assert await events(store) == 2
        await store.close()


async def test_what_is_written_soon_is_counted_when_it_is_lost(opened: Opener) -> None:
    with faulty_disk() as disk:
        store = opened()
        disk.full = True
        store.write_soon(note(0))
        with pytest.raises(Full):
            await store.write(note(1))
        disk.full = False
        assert store.failures == 1
        await store.close()


async def test_a_large_blob_goes_on_where_the_disk_had_been_full(
    opened: Opener,
) -> None:
    store, chunks = opened(), [os.urandom(60_000) for _ in range(4)]
    blob = store.new_blob()
    blob.write(chunks[0])
    blob.write(chunks[1])
    with files_no_larger_than(150_000), pytest.raises(Full):
        blob.write(chunks[2])
    for chunk in chunks[2:]:
        blob.write(chunk)
    await store.write(lambda books: books.blobs.keep(blob))
    reader = await store.look(lambda books: books.blobs.open(blob.id))
    assert reader.read(0, reader.size) == b"".join(chunks)
    reader.close()


async def test_a_blob_that_found_no_room_for_its_first_octets_can_be_abandoned(
    opened: Opener,
) -> None:
    store = opened()
    blob = store.new_blob()
    blob.write(bytes(60_000))
    with files_no_larger_than(10_000), pytest.raises(Full):
        blob.write(bytes(60_000))
    blob.abandon()
    with pytest.raises(Missing):
        await store.look(lambda books: books.blobs.open(blob.id))
