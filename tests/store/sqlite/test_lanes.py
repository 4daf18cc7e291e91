"""Lanes say what the rows say, whatever is done to the rows, in whatever order."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from glassine.store.api.backlog import QueueFilter
from glassine.store.api.hold_rules import HoldBy, HoldRule
from glassine.store.api.ids import BlobId
from glassine.store.api.store import Books
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.lanes import Lane, Turns
from glassine.store.sqlite.store import SqliteStore
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import QueueId
from store.lane_check import wrong_lanes
from store.queue_talk import CARL, EVE, FAILURE, blob_in, load
from store.samples import ANN, BOB, NOW

Do: TypeAlias = Callable[[Books, BlobId, random.Random], object]


def later(chance: random.Random) -> Milliseconds:
    """Return a moment of the next ten seconds."""
    return Milliseconds(NOW + chance.randrange(10_000))


def some(books: Books, chance: random.Random) -> list[QueueId]:
    """Return a few ids, claimed or not; never the first, which keeps the blob."""
    names = [row.id for row in books.backlog.find(ALL)][1:]
    return chance.sample(names, min(len(names), chance.randint(0, 4)))


def add(books: Books, blob: BlobId, chance: random.Random) -> None:
    to = chance.choices([BOB, CARL, EVE], k=chance.randint(1, 4))
    by, due = chance.choice([ANN, EVE, None]), later(chance)
    books.queue.add(load(blob, *to, by=by, due=due))


def claim(books: Books, _: BlobId, chance: random.Random) -> None:
    until = Milliseconds(NOW + 20_000)
    excluding = chance.choice([(), (BOB.domain,)])
    books.queue.claim(later(chance), until, chance.randint(1, 5), excluding=excluding)


def put_back(books: Books, _: BlobId, chance: random.Random) -> None:
    for row in some(books, chance):
        books.queue.put_back(row, later(chance), FAILURE)


def drop(books: Books, _: BlobId, chance: random.Random) -> None:
    for row in some(books, chance):
        books.queue.drop(row)


def rule(books: Books, _: BlobId, chance: random.Random) -> None:
    if not books.hold_rules.remove(HoldBy.DOMAIN, CARL.domain):
        books.hold_rules.add(HoldRule(HoldBy.DOMAIN, CARL.domain, NOW))


ALL = QueueFilter()
DOING: list[Do] = [
    add,
    add,
    claim,
    put_back,
    drop,
    rule,
    lambda books, _, chance: books.queue.give_back(some(books, chance)),
    lambda books, _, chance: books.queue.renew(some(books, chance), later(chance)),
    lambda books, _, chance: books.backlog.hold(some(books, chance)),
    lambda books, _, chance: books.backlog.release(some(books, chance), later(chance)),
    lambda books, _, chance: books.backlog.condemn(some(books, chance), later(chance)),
]


@pytest.mark.parametrize("seed", range(8))
async def test_lanes_are_right_after_anything(
    data_dir: Path, opened: Callable[..., SqliteStore], seed: int
) -> None:
    store, chance = opened(), random.Random(seed)
    blob = await blob_in(store)
    await store.write(lambda books: add(books, blob, chance))
    db = Database(data_dir / "glassine.db", patience=Seconds(1), writes=False)
    for _ in range(60):
        do = chance.choice(DOING)
        await store.write(lambda books, do=do: do(books, blob, chance))
        assert wrong_lanes(db) == [], do
    names = await store.read(lambda b: [row.id for row in b.backlog.find(ALL)])
    await store.write(lambda b: [b.queue.drop(name) for name in names])
    assert db.rows("SELECT 1 FROM lane UNION ALL SELECT 1 FROM sender") == []


def test_turns_go_round_the_senders_and_round_the_lanes_of_each() -> None:
    a, b, other = Lane(1, 1, "a"), Lane(1, 2, "b"), Lane(2, 3, "a")
    met = []
    for lane in (turns := Turns([a, b, other])):
        met.append(lane)
        if len(met) < 6:
            turns.again(lane)
    assert met == [a, other, b, other, a, other, b, a]
