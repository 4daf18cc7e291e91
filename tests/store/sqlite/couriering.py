"""A process that sends what is queued, or fails to, until it is killed.

    python couriering.py DATA_DIR SEED

Each row's end and its event are one work, as in the server. A line of its output says
what became of a row, once that is on disk.
"""

import asyncio
import os
import random
import sys
from pathlib import Path

from msgspec.structs import replace

from glassine.events.milestones import Deferred, Delivered, Milestone
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books, Store
from glassine.store.sqlite.opening import open_store
from glassine.words.clock import Milliseconds, SystemClock
from glassine.words.public import DeliveryId
from sample_events import SAMPLES
from store.queue_talk import FAILURE
from store.samples import KEY_ID, NOW

TRIES = 20_000  # milliseconds between them
(DELIVERED, *_) = [event for event in SAMPLES if isinstance(event, Delivered)]
(DEFERRED,) = [event for event in SAMPLES if isinstance(event, Deferred)]


def event_of(row: Queueing, *, sent: bool) -> Milestone:
    """Return the event of what became of a row."""
    like = DELIVERED if sent else DEFERRED
    return replace(like, uuid=DeliveryId(row.id), queue=row.id)


async def settle(store: Store, rows: list[Queueing], now: int, *, sent: bool) -> None:
    """Drop the rows, or put them back, each with its event."""

    def work(books: Books) -> None:
        for row in rows:
            if sent:
                assert books.queue.drop(row.id)
            else:
                books.queue.put_back(row.id, Milliseconds(now + TRIES), FAILURE)
            books.events.append([event_of(row, sent=sent)])

    await store.write(work)
    said = "sent" if sent else "failed"
    os.write(1, "".join(f"{said} {row.id}\n" for row in rows).encode())


async def main() -> None:
    store = open_store(Path(sys.argv[1]), key_id=KEY_ID, clock=SystemClock())
    chance, now = random.Random(int(sys.argv[2])), int(NOW)
    os.write(1, b"ready\n")
    while True:
        now += 1000
        at, until = Milliseconds(now), Milliseconds(now + 60_000)
        rows = await store.write(
            lambda books, at=at, until=until: books.queue.claim(at, until, 3)
        )
        if rows and chance.random() < 0.2:
            names = [row.id for row in rows]
            await store.write(lambda b, names=names: b.queue.give_back(names))
        elif rows:
            await settle(store, rows, now, sent=chance.random() < 0.3)


if __name__ == "__main__":
    asyncio.run(main())
