"""What a long queue costs those who send, and those who look.

    PYTHONPATH=src:tests python -P bench/backlog.py [DIR] [--rows N]

Fills a queue with N rows to one dead domain and some to others, and prints: what it
takes to queue and to send a message beside them, to claim the others' rows with the
dead domain excluded, to see nothing is due, to list and to filter, and the memory.
"""

import argparse
import asyncio
import os
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from glassine.events.facts import ScrubbedText
from glassine.store.api.backlog import QueueFilter
from glassine.store.api.ids import BlobId
from glassine.store.api.queue import Failure, Queueing, QueueState
from glassine.store.sqlite.opening import create_store, open_store
from glassine.store.sqlite.store import SqliteStore
from glassine.words.clock import Milliseconds, SystemClock
from glassine.words.public import (
    Address,
    Domain,
    EnhancedCode,
    HostName,
    QueueId,
    TransactionId,
    parse_address,
)
from store.samples import ANN, KEY_ID, NOW, kept, queueing

T = TypeVar("T")
SEALED = os.urandom(1200)  # message key, trace fields and signature
DEAD = Domain("dead.example")
SENDERS = [parse_address(f"user{number}@example.org") for number in range(20)]
PART = 2000  # rows a transaction
FAILURE = Failure(
    at=NOW,
    code=421,
    enhanced=EnhancedCode(4, 4, 1),
    host=HostName("mx.dead.example"),
    answer=ScrubbedText("421 4.4.1 no answer"),
)
FILTERS = {
    "the oldest 100": QueueFilter(limit=100),
    "by recipient, none": QueueFilter(recipient=ANN, limit=100),
    "by sender": QueueFilter(sender=SENDERS[3], limit=100),
    "by account, none": QueueFilter(account=ANN, limit=100),
    "by domain, few": QueueFilter(domain=Domain("d7.example"), limit=100),
    "held, none": QueueFilter(state=QueueState.HELD, limit=100),
    "by host, none": QueueFilter(host=HostName("mx.example.net"), limit=100),
    "by code": QueueFilter(code=421, limit=100),
    "by code, none": QueueFilter(code=450, limit=100),
    "the youngest": QueueFilter(queued_from=Milliseconds(NOW + 10**9), limit=100),
    "by uuid": QueueFilter(uuid="DEAD77.1", limit=100),
    "three at once, none": QueueFilter(domain=DEAD, code=421, recipient=ANN, limit=100),
}


def rows(blob: BlobId, name: str, to: Sequence[Address], by: Address) -> list[Queueing]:
    """Return the rows of one message."""
    like = replace(queueing(blob), sealed=SEALED, account=by, sender=by)
    transaction = TransactionId(f"{name}.1")
    return [
        replace(
            like,
            id=QueueId(f"{transaction}.{number}"),
            transaction=transaction,
            recipient=recipient,
        )
        for number, recipient in enumerate(to, 1)
    ]


async def add(store: SqliteStore, more: Sequence[Queueing]) -> None:
    """Queue these."""
    await store.write(lambda books: books.queue.add(more))


async def fill(store: SqliteStore, blob: BlobId, number: int) -> None:
    """Queue so many rows to the dead domain, of twenty senders, all tried once."""
    for first in range(0, number, PART):
        more = [
            replace(row, fails=1, failure=FAILURE)
            for each in range(first, min(first + PART, number))
            for row in rows(
                blob,
                f"DEAD{each}",
                [Address(f"u{each}", DEAD)],
                SENDERS[each % len(SENDERS)],
            )
        ]
        await add(store, more)


async def timed(what: str, times: int, work: Callable[[], Awaitable[T]]) -> T:
    """Print what one of so many takes; return what the last gave."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        result = await work()
        spent.append((time.perf_counter() - began) * 1000)
    spent.sort()
    print(f"{what:<44} {spent[len(spent) // 2]:9.2f} ms, worst {spent[-1]:.2f}")
    return result


async def send_beside(store: SqliteStore, blob: BlobId, messages: int) -> None:
    """Queue messages to others, claim and drop them; print what it takes."""
    now, lease = Milliseconds(NOW + 1), Milliseconds(NOW + 60_000)
    for number in range(messages):
        to = [Address("bob", Domain(f"d{number % 50}.example"))]
        await add(store, rows(blob, f"{number:08X}", to, SENDERS[number % 20]))

    async def claim_one() -> None:
        taken = await store.write(
            lambda b: b.queue.claim(now, lease, 1, excluding={DEAD})
        )
        assert [row.recipient.domain for row in taken] != [DEAD]
        await store.write(lambda b: [b.queue.drop(row.id) for row in taken])

    await timed("claim one of another domain, and drop it", messages // 2, claim_one)
    rest = messages - messages // 2
    began = time.perf_counter()
    taken = await store.write(
        lambda b: b.queue.claim(now, lease, rest, excluding={DEAD})
    )
    spent = time.perf_counter() - began
    print(f"claim {len(taken)} in one go{'':<24} {spent * 1000:9.2f} ms")
    await store.write(lambda b: [b.queue.drop(row.id) for row in taken[20:]])


async def look(store: SqliteStore) -> None:
    """Print what each question takes."""
    for what, wanted in FILTERS.items():
        found = await timed(
            f"list: {what}",
            5,
            lambda wanted=wanted: store.read(lambda b: b.backlog.find(wanted)),
        )
        assert len(found) <= 100
    asked = QueueFilter(domain=DEAD)
    number = await timed(
        "count those of a domain",
        5,
        lambda: store.read(lambda b: b.backlog.count(asked)),
    )
    told = await timed(
        "list by domain", 5, lambda: store.read(lambda b: b.backlog.destinations(100))
    )
    assert told[0].rows == number
    await timed(
        "when is the next due, dead domain excluded",
        5,
        lambda: store.look(lambda b: b.queue.next_due({DEAD})),
    )


def memory() -> int:
    """Return the most memory that this process had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


async def measure(data_dir: Path, number: int) -> None:
    store = open_store(data_dir, key_id=KEY_ID, clock=SystemClock())
    blob = await store.write(kept(store))
    before = memory()
    began = time.perf_counter()
    await fill(store, blob, number)
    spent = time.perf_counter() - began
    print(f"{number} rows queued in {spent:.1f} s, {number / spent:.0f} rows/s")
    await send_beside(store, blob, 1000)
    await look(store)
    print(f"memory: {before} MiB before, {memory()} MiB at most")
    await store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.dir) as name:
        create_store(Path(name) / "store", KEY_ID)
        asyncio.run(measure(Path(name) / "store", asked.rows))


if __name__ == "__main__":
    main()
