"""What the tests of the queue say again and again."""

import os
from dataclasses import replace

from glassine.events.facts import ScrubbedText
from glassine.store.api.backlog import QueueFilter
from glassine.store.api.ids import BlobId
from glassine.store.api.queue import Failure, Queueing
from glassine.store.api.store import Books, Store
from glassine.words.clock import Milliseconds
from glassine.words.public import (
    Address,
    EnhancedCode,
    HostName,
    TransactionId,
    parse_address,
)
from store.samples import ANN, BOB, NOW, kept, queueing

SOON = Milliseconds(NOW + 60_000)
LATER = Milliseconds(NOW + 3_600_000)
CARL = parse_address("Carl@example.com")
EVE = parse_address("eve@example.org")
FAILURE = Failure(
    at=NOW,
    code=451,
    enhanced=EnhancedCode(4, 2, 1),
    host=HostName("mx.example.net"),
    answer=ScrubbedText("451 4.2.1 try later"),
)


async def blob_in(store: Store) -> BlobId:
    """Keep a blob, and return its name."""
    return await store.write(kept(store))


async def queue(store: Store, *dues: int) -> list[Queueing]:
    """Queue one message, to be tried at these moments."""
    blob = await blob_in(store)
    rows = [queueing(blob, due=due) for due in dues or (NOW,)]
    await add(store, *rows)
    return rows


async def add(store: Store, *rows: Queueing) -> None:
    """Put these rows in the queue."""
    await store.write(lambda books: books.queue.add(rows))


def load(
    blob: BlobId, *to: Address, by: Address | None = ANN, due: int = NOW
) -> list[Queueing]:
    """Return the rows of one message of its own, from an account to these."""
    name = TransactionId(f"{os.urandom(4).hex()}.1")
    rows = (queueing(blob, address, due) for address in to or (BOB,))
    return [replace(row, transaction=name, account=by) for row in rows]


async def claim(
    store: Store, now: int = NOW, limit: int = 100, **wanted: object
) -> list[Queueing]:
    """Claim what is due, for a minute."""
    at, until = Milliseconds(now), Milliseconds(now + 60_000)

    def work(books: Books) -> list[Queueing]:
        return books.queue.claim(at, until, limit, **wanted)  # type: ignore[arg-type]

    return await store.write(work)


async def find(store: Store, **wanted: object) -> list[Queueing]:
    """Return the rows of this filter."""
    asked = QueueFilter(**wanted)  # type: ignore[arg-type]
    return await store.look(lambda books: books.backlog.find(asked))
