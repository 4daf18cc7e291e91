"""Sealed messages: kept once however many name them, and gone with the last."""

import os

import pytest

from glassine.store.api.ids import BlobId, Missing
from glassine.store.api.store import Books, Store
from store.samples import NOW, ann_moves_in, kept, letter_of, queueing

SIZES = [0, 1, 65_536, 65_537, 300_000]


async def content(store: Store, blob: BlobId) -> bytes:
    """Return all of a blob."""

    def all_of(books: Books) -> bytes:
        reader = books.blobs.open(blob)
        try:
            return reader.read(0, reader.size)
        finally:
            reader.close()

    return await store.read(all_of)


async def is_there(store: Store, blob: BlobId) -> bool:
    """Tell whether there still is such a blob."""
    try:
        await content(store, blob)
    except Missing:
        return False
    return True


@pytest.mark.parametrize("size", SIZES)
async def test_a_blob_of_any_size_comes_back_whole(store: Store, size: int) -> None:
    octets = os.urandom(size)
    blob = await store.write(kept(store, octets))
    assert await content(store, blob) == octets


async def test_a_blob_may_be_written_bit_by_bit(store: Store) -> None:
    chunks = [os.urandom(20_000) for _ in range(9)]
    blob = store.new_blob()
    for chunk in chunks:
        blob.write(chunk)
    await store.write(lambda books: books.blobs.keep(blob))
    assert await content(store, blob.id) == b"".join(chunks)


@pytest.mark.parametrize("size", [1000, 100_000])
async def test_a_blob_is_read_by_offset(store: Store, size: int) -> None:
    octets = os.urandom(size)
    blob = await store.write(kept(store, octets))
    reader = await store.look(lambda books: books.blobs.open(blob))
    assert reader.size == size
    assert reader.read(100, 50) == octets[100:150]
    assert reader.read(size - 10, 50) == octets[-10:]
    assert reader.read(size, 50) == b""
    reader.close()


async def test_a_blob_is_not_there_before_its_commit(store: Store) -> None:
    blob = store.new_blob()
    blob.write(os.urandom(100_000))
    assert not await is_there(store, blob.id)
    blob.abandon()


@pytest.mark.parametrize("size", [1000, 100_000])
async def test_an_abandoned_blob_cannot_be_kept(store: Store, size: int) -> None:
    blob = store.new_blob()
    blob.write(os.urandom(size))
    blob.abandon()
    blob.abandon()
    with pytest.raises(Missing):
        await store.write(lambda books: books.blobs.keep(blob))


@pytest.mark.parametrize("size", [1000, 100_000])
async def test_a_kept_blob_stays_when_its_writer_is_abandoned(
    store: Store, size: int
) -> None:
    blob = store.new_blob()
    blob.write(os.urandom(size))
    await store.write(lambda books: books.blobs.keep(blob))
    blob.abandon()
    assert await is_there(store, blob.id)


@pytest.mark.parametrize("size", [1000, 100_000])
async def test_a_blob_of_a_work_that_failed_may_be_kept_again(
    store: Store, size: int
) -> None:
    octets = os.urandom(size)
    blob = store.new_blob()
    blob.write(octets)

    def fails(books: Books) -> None:
        books.blobs.keep(blob)
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(fails)
    assert not await is_there(store, blob.id)
    await store.write(lambda books: books.blobs.keep(blob))
    assert await content(store, blob.id) == octets


@pytest.mark.parametrize("size", [1000, 100_000])
async def test_a_blob_goes_with_the_last_that_names_it(store: Store, size: int) -> None:
    _, inbox = await store.write(ann_moves_in)
    blob = await store.write(kept(store, os.urandom(size)))
    row = queueing(blob, due=NOW)

    def name_it(books: Books) -> None:
        books.mailboxes.append(inbox.id, [letter_of(blob), letter_of(blob)])
        books.queue.add([row])

    await store.write(name_it)
    await store.write(lambda books: books.mailboxes.expunge(inbox.id, [1]))
    assert await is_there(store, blob)
    await store.write(lambda books: books.queue.drop(row.id))
    assert await is_there(store, blob)
    await store.write(lambda books: books.mailboxes.delete(inbox.id))
    assert not await is_there(store, blob)


async def test_an_unknown_blob_is_missing(store: Store) -> None:
    assert not await is_there(store, BlobId(b"?" * 16))


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_written_can_be_read_before_it_is_kept(
    store: Store, size: int
) -> None:
    octets = os.urandom(size)
    blob = store.new_blob()
    blob.write(octets)
    reader = blob.reader()
    assert reader.read(0, reader.size) == octets
    reader.close()
    await store.write(lambda books: books.blobs.keep(blob))
    assert await content(store, blob.id) == octets
