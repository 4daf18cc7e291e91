"""How fast messages are filed: one work is a letter, its blob, two events, its lines.

    PYTHONPATH=src:tests python -P bench/store.py [DIR] [--works N]

Prints works a second by how many wait at once, with fsyncs as SQLite asks for them
(counted in a second, short run: counting costs time), and what a look-up costs.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from uuid import uuid4

import apsw

from glassine.store.api.ids import MailboxId
from glassine.store.api.store import Books
from glassine.store.sqlite.opening import create_store, open_store
from glassine.store.sqlite.store import SqliteStore
from glassine.words.clock import SystemClock
from glassine.words.public import ConnectionId
from store.samples import (
    ANN,
    KEY_ID,
    ann_moves_in,
    letter_of,
    queued,
)

MESSAGE = os.urandom(4096)
ROW = os.urandom(700)
LINES = b"2020-10-26T23:45:45.000Z [NOTICE] [C.1] [core] sender <a@example.org>\n" * 16


class CountedFile(apsw.VFSFile):
    """A file that counts how often it is synced."""

    syncs = 0

    def xSync(self, flags: int) -> None:
        type(self).syncs += 1
        super().xSync(flags)


class Counting(apsw.VFS):
    """The disk, with every sync counted."""

    def __init__(self) -> None:
        super().__init__("counting", "unix")

    def xOpen(self, name: object, flags: list[int]) -> CountedFile:
        return CountedFile("unix", name, flags)


async def file_one(store: SqliteStore, inbox: MailboxId, uuid: str) -> None:
    """File one message, as delivery does."""
    blob = store.new_blob()
    blob.write(MESSAGE)
    came = queued(uuid, message_id=f"<{os.urandom(16).hex()}@digest>")
    connection = ConnectionId(uuid.partition(".")[0])

    def work(books: Books) -> None:
        books.blobs.keep(blob)
        books.mailboxes.append(inbox, [letter_of(blob.id, ROW)])
        books.events.append((came, came))
        books.events.append_lines(connection, came.at, LINES)

    await store.write(work)


async def one_after_another(store: SqliteStore, inbox: MailboxId, works: int) -> None:
    """File messages as one session does that sends many."""
    connection = str(uuid4()).upper()
    for number in range(works):
        await file_one(store, inbox, f"{connection}.{number}")


async def rate(store: SqliteStore, inbox: MailboxId, waiting: int, works: int) -> float:
    """Return works a second when so many wait at once."""
    began = time.perf_counter()
    each = works // waiting
    await asyncio.gather(
        *(one_after_another(store, inbox, each) for _ in range(waiting))
    )
    return each * waiting / (time.perf_counter() - began)


def spin(stop: threading.Event) -> None:
    """Keep the interpreter busy, as an event loop under load does."""
    while not stop.is_set():
        sum(range(200))


async def measure(data_dir: Path, works: int) -> None:
    store = open_store(data_dir, key_id=KEY_ID, clock=SystemClock())
    _, inbox = await store.write(ann_moves_in)
    for waiting in (1, 10, 100):
        before = store.commits
        each = await rate(store, inbox.id, waiting, works // (8 if waiting == 1 else 1))
        commits = store.commits - before
        print(f"{waiting:4} at once: {each:8.0f} works/s, {commits} commits")
    await look(store)
    stop = threading.Event()
    threading.Thread(target=spin, args=(stop,)).start()
    for interval in (0.005, 0.0005):
        sys.setswitchinterval(interval)
        each = await rate(store, inbox.id, 100, works // 8)
        print(f" 100 at once: {each:8.0f} works/s beside a busy thread, {interval} s")
    stop.set()
    sys.setswitchinterval(0.005)
    await store.close()


async def look(store: SqliteStore, times: int = 20_000) -> None:
    began = time.perf_counter()
    for _ in range(times):
        await store.look(lambda books: books.accounts.at(ANN))
    spent = (time.perf_counter() - began) / times * 1e6
    print(f"look-up of an account: {spent:.1f} µs")


async def count(data_dir: Path) -> None:
    store = open_store(data_dir, key_id=KEY_ID, clock=SystemClock())
    _, inbox = await store.write(ann_moves_in)
    for waiting in (1, 10, 100):
        syncs, commits = CountedFile.syncs, store.commits
        await rate(store, inbox.id, waiting, 1000)
        syncs, commits = CountedFile.syncs - syncs, store.commits - commits
        print(f"{waiting:4} at once: 1000 works, {commits} commits, {syncs} fsyncs")
    await store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", nargs="?", type=Path)
    parser.add_argument("--works", type=int, default=40_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.dir) as name:
        for part in ("measured", "counted"):
            create_store(Path(name) / part, KEY_ID)
        asyncio.run(measure(Path(name) / "measured", asked.works))
        counting = Counting()
        apsw.set_default_vfs("counting")
        asyncio.run(count(Path(name) / "counted"))
        counting.unregister()


if __name__ == "__main__":
    main()
