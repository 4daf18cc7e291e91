"""What the operator asks of the queue, and does to it."""

from dataclasses import replace

import pytest

from glassine.store.api.backlog import Destination, QueueFilter
from glassine.store.api.queue import Queueing, QueueState
from glassine.store.api.store import Store
from glassine.words.clock import Milliseconds
from glassine.words.public import HostName, QueueId, TransactionId, parse_address
from store.queue_talk import CARL, EVE, FAILURE, LATER, SOON, add, claim, find, queue
from store.samples import ANN, BOB, CONNECTION, NOW, queueing

NOBODY = QueueId("nobody")


async def two_rows(store: Store) -> tuple[Queueing, Queueing]:
    """Queue a row that is held, and one with nothing in common with it."""
    (to_bob,) = await queue(store)
    to_carl = replace(
        queueing(to_bob.blob, CARL),
        id=QueueId("0A.1.2"),
        transaction=TransactionId("0A.1"),
        sender=None,
        account=EVE,
        queued=SOON,
        failure=FAILURE,
    )
    await add(store, to_carl)
    await store.write(lambda books: books.backlog.hold([to_bob.id]))
    return replace(to_bob, state=QueueState.HELD), to_carl


async def test_a_held_row_is_not_tried_until_it_is_released(store: Store) -> None:
    (row,) = await queue(store)
    assert await store.write(lambda books: books.backlog.hold([row.id])) == 1
    assert await claim(store) == []
    assert await store.write(lambda books: books.backlog.release([row.id], SOON)) == 1
    assert await find(store) == [replace(row, next_try=SOON)]
    assert [each.id for each in await claim(store, SOON)] == [row.id]


async def test_a_row_held_while_it_was_tried_stays_held(store: Store) -> None:
    (row,) = await queue(store)
    await claim(store)
    await store.write(lambda books: books.backlog.hold([row.id]))
    await store.write(lambda books: books.queue.put_back(row.id, SOON, FAILURE))
    assert [each.state for each in await find(store)] == [QueueState.HELD]
    assert await claim(store, LATER) == []


async def test_a_row_held_and_released_while_it_is_tried_is_not_tried_twice(
    store: Store,
) -> None:
    (row,) = await queue(store)
    await claim(store)
    await store.write(lambda books: books.backlog.hold([row.id]))
    await store.write(lambda books: books.backlog.release([row.id], NOW))
    assert await claim(store) == []


async def test_releasing_a_claimed_row_does_not_try_it_twice(store: Store) -> None:
    (row,) = await queue(store)
    await claim(store)
    assert await store.write(lambda books: books.backlog.release([row.id], NOW)) == 1
    assert await claim(store) == []


async def test_a_condemned_row_is_claimed_at_once_whatever_is_excluded(
    store: Store,
) -> None:
    held, waits = await queue(store, LATER, LATER)
    await store.write(lambda books: books.backlog.hold([held.id]))
    names = [held.id, waits.id, NOBODY]
    assert await store.write(lambda books: books.backlog.condemn(names, NOW)) == 2
    due = await store.look(lambda books: books.queue.next_due([BOB.domain]))
    assert due == NOW
    claimed = await claim(store, excluding={BOB.domain})
    assert [(row.id, row.condemned) for row in claimed] == [
        (held.id, True),
        (waits.id, True),
    ]


async def test_what_is_condemned_while_it_is_tried_is_due_when_that_fails(
    store: Store,
) -> None:
    (row,) = await queue(store)
    await claim(store)
    await store.write(lambda books: books.backlog.condemn([row.id], NOW))
    assert await claim(store) == []
    await store.write(lambda books: books.queue.put_back(row.id, LATER, FAILURE))
    (again,) = await claim(store, excluding={BOB.domain})
    assert (again.id, again.condemned, again.fails) == (row.id, True, 1)


async def test_a_condemned_row_is_still_found_by_its_domain_and_account(
    store: Store,
) -> None:
    (row,) = await queue(store)
    await store.write(lambda books: books.backlog.condemn([row.id], NOW))
    for wanted in ({"domain": BOB.domain}, {"account": ANN}):
        assert [each.id for each in await find(store, **wanted)] == [row.id]


async def test_there_is_nothing_to_do_to_an_unknown_row(store: Store) -> None:
    assert await store.write(lambda books: books.backlog.hold([NOBODY])) == 0
    assert await store.write(lambda books: books.backlog.release([NOBODY], NOW)) == 0
    assert await store.write(lambda books: books.backlog.condemn([NOBODY], NOW)) == 0
    assert await store.look(lambda books: books.backlog.get(NOBODY)) is None


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, "bob carl"),
        ({"sender": parse_address("ANN@example.org")}, "bob"),
        ({"recipient": parse_address("carl@example.com")}, "carl"),
        ({"account": EVE}, "carl"),
        ({"domain": BOB.domain}, "bob"),
        ({"state": QueueState.HELD}, "bob"),
        ({"state": QueueState.WAITING}, "carl"),
        ({"state": QueueState.CLAIMED}, ""),
        ({"host": HostName("mx.example.net")}, "carl"),
        ({"host": HostName("mx.example.com")}, ""),
        ({"code": 451}, "carl"),
        ({"code": 450}, ""),
        ({"queued_from": Milliseconds(NOW + 1)}, "carl"),
        ({"queued_until": Milliseconds(SOON - 1)}, "bob"),
        ({"queued_from": NOW, "queued_until": SOON}, "bob carl"),
        ({"uuid": "0A.1.2"}, "carl"),
        ({"uuid": "0A.1"}, "carl"),
        ({"uuid": "0A"}, "carl"),
        ({"uuid": "0"}, ""),
        ({"uuid": "0A.1", "code": 450}, ""),
        ({"uuid": CONNECTION, "state": QueueState.HELD}, "bob"),
        ({"sender": ANN, "domain": CARL.domain}, ""),
        ({"account": EVE, "code": 451, "state": QueueState.WAITING}, "carl"),
        ({"limit": 1}, "bob"),
    ],
)
async def test_rows_are_found_by_all_that_is_asked(
    store: Store, wanted: dict[str, object], found: str
) -> None:
    await two_rows(store)
    rows = await find(store, **wanted)
    assert " ".join(row.recipient.local.lower() for row in rows) == found
    asked = QueueFilter(**wanted)  # type: ignore[arg-type]
    number = await store.look(lambda books: books.backlog.count(asked))
    assert number == len(found.split()) or wanted == {"limit": 1}


async def test_a_row_is_shown_by_its_name(store: Store) -> None:
    held, waits = await two_rows(store)
    for row in (held, waits):
        shown = await store.look(lambda books, row=row: books.backlog.get(row.id))
        assert shown == row


async def test_pages_follow_each_other_though_rows_go(store: Store) -> None:
    rows = await queue(store, *[NOW] * 5)
    wanted = QueueFilter(limit=2)
    first = await store.look(lambda books: books.backlog.find(wanted))
    await store.write(lambda books: books.queue.drop(first[-1].id))
    after = first[-1].place
    second = await store.look(lambda books: books.backlog.find(wanted, after))
    assert [row.id for row in (*first, *second)] == [row.id for row in rows[:4]]


async def test_what_waits_is_told_by_domain_the_most_first(store: Store) -> None:
    held, to_carl = await two_rows(store)
    await add(store, queueing(held.blob, parse_address("b@example.net"), due=LATER))
    told = await store.look(lambda books: books.backlog.destinations(10))
    assert told == [
        Destination(
            domain=BOB.domain,
            rows=2,
            held=1,
            oldest=NOW,
            next_try=LATER,
            last_code=None,
        ),
        Destination(
            domain=CARL.domain,
            rows=1,
            held=0,
            oldest=SOON,
            next_try=to_carl.next_try,
            last_code=451,
        ),
    ]
    most = await store.look(lambda books: books.backlog.destinations(1))
    assert most == told[:1]


async def test_the_last_code_of_a_domain_is_that_of_the_last_failure(
    store: Store,
) -> None:
    one, two = await queue(store, NOW, NOW)
    late = replace(FAILURE, at=LATER, code=421)
    await store.write(lambda books: books.queue.put_back(one.id, LATER, late))
    early = replace(FAILURE, at=SOON, code=550)
    await store.write(lambda books: books.queue.put_back(two.id, LATER, early))
    (told,) = await store.look(lambda books: books.backlog.destinations(10))
    assert told.last_code == 421
