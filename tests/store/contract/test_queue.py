"""What is still to be sent: claimed by one, never lost."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from glassine.store.api.ids import BlobId, Duplicate, Missing
from glassine.store.api.queue import QueueState
from glassine.store.api.store import Store
from glassine.words.clock import Milliseconds
from glassine.words.public import QueueId
from store.queue_talk import FAILURE, LATER, SOON, add, claim, find, queue
from store.samples import BOB, NOW, queueing

NOBODY = QueueId("nobody")


async def test_what_is_queued_comes_back_as_it_was(store: Store) -> None:
    (row,) = await queue(store)
    bounce = replace(row, id=QueueId("b"), sender=None, account=None, message_id=None)
    tried = replace(row, id=QueueId("c"), fails=3, failure=FAILURE, warned=True)
    await add(store, bounce, tried)
    assert await find(store) == [row, bounce, tried]


async def test_a_row_has_its_own_name_and_a_blob(store: Store) -> None:
    (row,) = await queue(store)
    with pytest.raises(Duplicate):
        await add(store, row)
    with pytest.raises(Missing):
        await add(store, queueing(BlobId(b"?" * 16)))


async def test_due_rows_are_claimed_and_others_are_not(store: Store) -> None:
    late, early, future = await queue(store, NOW, NOW - 5, SOON)
    claimed = await claim(store)
    assert {row.id for row in claimed} == {early.id, late.id}
    assert {row.state for row in claimed} == {QueueState.CLAIMED}
    assert {row.claimed_until for row in claimed} == {SOON}
    assert await claim(store) == []
    assert (await find(store, state=QueueState.WAITING)) == [future]


async def test_a_row_may_come_claimed_by_who_adds_it(store: Store) -> None:
    row = queueing((await queue(store, LATER))[0].blob)
    await add(store, replace(row, claimed_until=SOON))
    assert await claim(store, NOW) == []
    assert [each.id for each in await claim(store, SOON)] == [row.id]


async def test_a_lease_that_ends_lets_the_row_fall_due_again(store: Store) -> None:
    (row,) = await queue(store)
    await claim(store)
    assert await claim(store, NOW + 59_999) == []
    assert [each.id for each in await claim(store, NOW + 60_000)] == [row.id]


async def test_a_lease_can_be_renewed_while_one_is_at_it(store: Store) -> None:
    (row,) = await queue(store)
    await store.write(lambda books: books.queue.renew([row.id], LATER))
    assert [each.claimed_until for each in await find(store)] == [None]
    await claim(store)
    await store.write(lambda books: books.queue.renew([row.id], LATER))
    assert await claim(store, SOON) == []
    assert [each.id for each in await claim(store, LATER)] == [row.id]


async def test_the_next_row_falls_due(store: Store) -> None:
    due = store.look
    assert await due(lambda books: books.queue.next_due()) is None
    soon, _ = await queue(store, SOON, LATER)
    assert await due(lambda books: books.queue.next_due()) == SOON
    await store.write(lambda books: books.backlog.hold([soon.id]))
    assert await due(lambda books: books.queue.next_due()) == LATER
    assert await due(lambda books: books.queue.next_due([BOB.domain])) is None


async def test_a_claimed_row_falls_due_when_its_lease_ends(store: Store) -> None:
    await queue(store)
    await claim(store)
    due = await store.look(lambda books: books.queue.next_due())
    assert due == NOW + 60_000


async def test_a_failed_try_is_counted_and_waits(store: Store) -> None:
    (row,) = await queue(store)
    await claim(store)
    await store.write(lambda books: books.queue.put_back(row.id, SOON, FAILURE))
    waits = replace(row, fails=1, next_try=SOON, failure=FAILURE)
    assert await find(store) == [waits]
    assert [each.id for each in await claim(store, SOON)] == [row.id]
    with pytest.raises(Missing):
        await store.write(lambda books: books.queue.put_back(NOBODY, SOON, FAILURE))


async def test_where_nobody_answered_there_is_no_code(store: Store) -> None:
    (row,) = await queue(store)
    silent = replace(FAILURE, code=None, enhanced=None, host=None)
    await store.write(lambda books: books.queue.put_back(row.id, SOON, silent))
    assert [each.failure for each in await find(store)] == [silent]


async def test_what_is_given_back_is_due_as_before_and_no_failure(store: Store) -> None:
    rows = await queue(store, NOW, NOW - 5)
    await claim(store)
    names = [row.id for row in rows]
    await store.write(lambda books: books.queue.give_back(names))
    assert await find(store) == rows
    assert len(await claim(store)) == 2


async def test_a_warning_is_given_once(store: Store) -> None:
    (row,) = await queue(store)
    await store.write(lambda books: books.queue.warn(row.id))
    assert await find(store) == [replace(row, warned=True)]
    with pytest.raises(Missing):
        await store.write(lambda books: books.queue.warn(NOBODY))


async def test_a_dropped_row_takes_its_blob_when_it_was_the_last(store: Store) -> None:
    one, two = await queue(store, NOW, NOW)
    assert await store.write(lambda books: books.queue.drop(one.id))
    await store.look(lambda books: books.blobs.open(one.blob).close())
    assert await store.write(lambda books: books.queue.drop(two.id))
    assert not await store.write(lambda books: books.queue.drop(two.id))
    with pytest.raises(Missing):
        await store.look(lambda books: books.blobs.open(one.blob))


async def test_what_a_dead_process_was_trying_is_due_when_the_store_opens(
    opened: Callable[[], Store],
) -> None:
    first = opened()
    (row,) = await queue(first)
    await claim(first)
    await first.close()
    assert [each.id for each in await claim(opened())] == [row.id]


async def test_what_a_living_process_is_trying_stays_its_own(
    opened: Callable[[], Store],
) -> None:
    first = opened()
    await queue(first)
    await claim(first)
    assert await claim(opened()) == []


async def test_a_moment_of_service_in_the_future_makes_nobody_wait(
    store: Store,
) -> None:
    """The clock was an hour ahead while a row was claimed, and was then put right."""
    fast, slow = await queue(store, NOW, LATER)
    await claim(store, LATER)
    names = [fast.id, slow.id]
    await store.write(lambda books: books.queue.give_back(names))
    other = await queue(store, NOW)
    claimed = await claim(store, Milliseconds(NOW + 1))
    assert {row.id for row in claimed} == {fast.id, other[0].id}
