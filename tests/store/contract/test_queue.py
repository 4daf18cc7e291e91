"""What is still to be sent: claimed by one, never lost."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from glassine.store.api.ids import BlobId, Duplicate, Missing
from glassine.store.api.queue import QueueFilter, Queueing, QueueState
from glassine.store.api.store import Store
from glassine.words.clock import Milliseconds
from glassine.words.public import QueueId, parse_address
from store.samples import ANN, BOB, NOW, kept, queueing

SOON = Milliseconds(NOW + 60_000)
LATER = Milliseconds(NOW + 3_600_000)
NOBODY = QueueId("nobody")


async def queue(store: Store, *dues: int) -> list[Queueing]:
    """Queue one message, to be tried at these moments."""
    blob = await store.write(kept(store))
    rows = [queueing(blob, due=due) for due in dues or (NOW,)]
    await store.write(lambda books: books.queue.add(rows))
    return rows


async def claim(store: Store, now: int = NOW, limit: int = 100) -> list[Queueing]:
    """Claim what is due, for a minute."""
    until = Milliseconds(now + 60_000)
    return await store.write(lambda b: b.queue.claim(Milliseconds(now), until, limit))


async def find(store: Store, **wanted: object) -> list[Queueing]:
    """Return the rows of this filter."""
    return await store.look(lambda b: b.queue.find(QueueFilter(**wanted)))  # type: ignore[arg-type]


async def test_what_is_queued_comes_back_as_it_was(store: Store) -> None:
    (row,) = await queue(store)
    bounce = replace(row, id=QueueId("b"), sender=None, account=None, message_id=None)
    await store.write(lambda books: books.queue.add([bounce]))
    assert await find(store) == [row, bounce]


async def test_a_row_has_its_own_name_and_a_blob(store: Store) -> None:
    (row,) = await queue(store)
    with pytest.raises(Duplicate):
        await store.write(lambda books: books.queue.add([row]))
    lost = queueing(BlobId(b"?" * 16))
    with pytest.raises(Missing):
        await store.write(lambda books: books.queue.add([lost]))


async def test_due_rows_are_claimed_earliest_first(store: Store) -> None:
    late, early, future = await queue(store, NOW, NOW - 5, SOON)
    claimed = await claim(store)
    assert [row.id for row in claimed] == [early.id, late.id]
    assert {row.state for row in claimed} == {QueueState.CLAIMED}
    assert await claim(store) == []
    assert (await find(store, state=QueueState.WAITING)) == [future]


async def test_no_more_are_claimed_than_asked(store: Store) -> None:
    await queue(store, *[NOW] * 5)
    assert len(await claim(store, limit=3)) == 3
    assert len(await claim(store, limit=3)) == 2


async def test_a_claim_is_exclusive_between_processes(
    opened: Callable[[], Store],
) -> None:
    one, two = opened(), opened()
    rows = await queue(one, *[NOW] * 40)
    claims = await asyncio.gather(
        *(claim(store, limit=3) for _ in range(10) for store in (one, two))
    )
    names = [row.id for claimed in claims for row in claimed]
    assert sorted(names) == sorted(row.id for row in rows)


async def test_a_lease_that_ends_lets_the_row_fall_due_again(store: Store) -> None:
    (row,) = await queue(store)
    await claim(store)
    assert await claim(store, NOW + 59_999) == []
    assert [each.id for each in await claim(store, NOW + 60_000)] == [row.id]


async def test_the_next_row_falls_due(store: Store) -> None:
    due = store.look
    assert await due(lambda books: books.queue.next_due()) is None
    soon, _ = await queue(store, SOON, LATER)
    assert await due(lambda books: books.queue.next_due()) == SOON
    await store.write(lambda books: books.queue.hold(soon.id))
    assert await due(lambda books: books.queue.next_due()) == LATER


async def test_a_claimed_row_falls_due_when_its_lease_ends(store: Store) -> None:
    await queue(store)
    await claim(store)
    due = await store.look(lambda books: books.queue.next_due())
    assert due == NOW + 60_000


async def test_a_failed_try_is_counted_and_waits(store: Store) -> None:
    (row,) = await queue(store)
    await claim(store)
    await store.write(lambda books: books.queue.put_back(row.id, SOON, 451))
    waits = replace(row, fails=1, next_try=SOON, last_code=451)
    assert await find(store) == [waits]
    assert [each.id for each in await claim(store, SOON)] == [row.id]
    with pytest.raises(Missing):
        await store.write(lambda books: books.queue.put_back(NOBODY, SOON, None))


async def test_a_dropped_row_takes_its_blob_when_it_was_the_last(store: Store) -> None:
    one, two = await queue(store, NOW, NOW)
    assert await store.write(lambda books: books.queue.drop(one.id))
    await store.look(lambda books: books.blobs.open(one.blob).close())
    assert await store.write(lambda books: books.queue.drop(two.id))
    assert not await store.write(lambda books: books.queue.drop(two.id))
    with pytest.raises(Missing):
        await store.look(lambda books: books.blobs.open(one.blob))


async def test_a_held_row_is_not_tried_until_it_is_released(store: Store) -> None:
    (row,) = await queue(store)
    assert await store.write(lambda books: books.queue.hold(row.id))
    assert await claim(store) == []
    assert await store.write(lambda books: books.queue.release(row.id, SOON))
    assert await find(store) == [replace(row, next_try=SOON)]
    assert [each.id for each in await claim(store, SOON)] == [row.id]


async def test_a_row_held_while_it_was_tried_stays_held(store: Store) -> None:
    (row,) = await queue(store)
    await claim(store)
    await store.write(lambda books: books.queue.hold(row.id))
    await store.write(lambda books: books.queue.put_back(row.id, SOON, 451))
    assert [each.state for each in await find(store)] == [QueueState.HELD]


async def test_releasing_a_claimed_row_does_not_try_it_twice(store: Store) -> None:
    (row,) = await queue(store)
    await claim(store)
    assert await store.write(lambda books: books.queue.release(row.id, NOW))
    assert await claim(store) == []


async def test_there_is_nothing_to_hold_or_release_of_an_unknown_row(
    store: Store,
) -> None:
    assert not await store.write(lambda books: books.queue.hold(NOBODY))
    assert not await store.write(lambda books: books.queue.release(NOBODY, NOW))


async def test_rows_are_found_by_sender_recipient_domain_and_state(
    store: Store,
) -> None:
    (to_bob,) = await queue(store)
    carl = parse_address("Carl@example.com")
    to_carl = replace(queueing(to_bob.blob, carl), sender=None)
    await store.write(lambda books: books.queue.add([to_carl]))
    await store.write(lambda books: books.queue.hold(to_bob.id))
    held = replace(to_bob, state=QueueState.HELD)
    assert await find(store, sender=parse_address("ANN@example.org")) == [held]
    assert await find(store, recipient=parse_address("carl@example.com")) == [to_carl]
    assert await find(store, domain=BOB.domain) == [held]
    assert await find(store, state=QueueState.HELD) == [held]
    assert await find(store, sender=ANN, domain=carl.domain) == []
    assert await find(store, limit=1) == [held]
