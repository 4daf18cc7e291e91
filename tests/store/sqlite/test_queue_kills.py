"""`kill -9` while rows are sent: each is in the queue, or sent with its event, once."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec

from glassine.store.api.backlog import QueueFilter
from glassine.store.api.events import EventFilter
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.store import SqliteStore
from glassine.words.clock import Seconds
from glassine.words.public import QueueId
from store.lane_check import wrong_lanes
from store.queue_talk import CARL, EVE, add, blob_in, load
from store.samples import ANN, BOB

COURIERING = Path(__file__).with_name("couriering.py")
EVERYTHING = QueueFilter(limit=10_000)


def killed(data_dir: Path, chance: random.Random) -> list[list[str]]:
    """Let a process send, kill it, and return what it said it had done."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, str(COURIERING), str(data_dir), str(chance.randrange(99))],
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        lines = [process.stdout.readline() for _ in range(chance.randint(1, 60))]
        process.kill()
        lines += process.stdout.readlines()
    # A line that the kill cut short was not wholly said.
    return [line.split() for line in lines if line.endswith("\n")]


def messages(number: int, blob: object) -> list[Queueing]:
    """Return the rows of so many messages, each to three."""
    return [
        replace(row, id=QueueId(f"{row.transaction}.{place}"))
        for each in range(number)
        for place, row in enumerate(
            load(blob, BOB, CARL, EVE, by=(ANN, EVE, None)[each % 3]),  # type: ignore[arg-type]
            1,
        )
    ]


def happened(books: Books, kind: str) -> Counter[str]:
    """Return how many events of a kind each row has."""
    wanted = EventFilter(types=frozenset({kind}), limit=100_000)
    records = [msgspec.json.decode(each.record) for each in books.events.find(wanted)]
    return Counter(record["uuid"] for record in records)


async def test_a_row_is_there_or_its_end_is_told(
    data_dir: Path, opened: Callable[..., SqliteStore]
) -> None:
    store, chance = opened(), random.Random(7)
    rows = messages(150, await blob_in(store))
    await add(store, *rows)
    await store.close()
    said = [line for _ in range(4) for line in killed(data_dir, chance)]
    store = opened()
    left = await store.read(lambda books: books.backlog.find(EVERYTHING))
    sent = await store.read(lambda books: happened(books, "delivered"))
    failed = await store.read(lambda books: happened(books, "deferred"))
    assert sent, "it went on until something was sent"
    assert set(sent.values()) == {1}
    assert {row.id for row in left} | set(sent) == {row.id for row in rows}
    assert {row.id for row in left}.isdisjoint(sent)
    assert all(row.fails == failed[row.id] for row in left)
    assert {name for word, name in said if word == "sent"} <= set(sent)
    told = Counter(name for word, name in said if word == "failed")
    assert all(failed[name] >= number for name, number in told.items())
    assert {row.claimed_until for row in left} == {None}
    db = Database(data_dir / "glassine.db", patience=Seconds(1), writes=False)
    assert wrong_lanes(db) == []
