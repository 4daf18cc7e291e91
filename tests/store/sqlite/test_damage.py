"""Damage is noticed, named, and not made worse."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from glassine.store.api.events import EventFilter
from glassine.store.api.ids import BlobLost, Damaged, Unavailable
from glassine.store.api.store import Books
from glassine.store.sqlite.store import SqliteStore
from glassine.words.clock import Seconds
from store.samples import ANN, NOW, ann_moves_in, kept, queued

HEALTHY = 96 * 4096  # the schema, and the first page of every table
Opener = Callable[..., SqliteStore]
LOCKER = """
import sys, apsw
db = apsw.Connection(sys.argv[1])
db.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


def many_events(books: Books) -> None:
    """Fill some hundred pages."""
    books.events.append([queued(at=NOW + number) for number in range(800)])


def spoil(path: Path) -> None:
    """Overwrite all pages but the first few, as a dying disk does."""
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(HEALTHY)
        file.write(b"\xa5" * (size - HEALTHY))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let another process hold the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", LOCKER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as locker:
        assert locker.stdin
        assert locker.stdout
        locker.stdout.readline()
        yield
        locker.stdin.close()


async def all_events(store: SqliteStore) -> int:
    wanted = EventFilter(limit=10_000)
    return len(await store.read(lambda books: books.events.find(wanted)))


async def spoilt(data_dir: Path, opened: Opener) -> SqliteStore:
    """Return a store that holds many events, and whose database is damaged."""
    store = opened()
    await store.write(many_events)
    await store.close()
    spoil(data_dir / "glassine.db")
    return opened()


async def test_a_damaged_database_is_written_no_more(
    data_dir: Path, opened: Opener
) -> None:
    store = await spoilt(data_dir, opened)
    with pytest.raises(Damaged):
        await all_events(store)
    for _ in range(2):
        with pytest.raises(Unavailable):
            await store.write(ann_moves_in)


async def test_damage_that_a_write_meets_is_noticed_too(
    data_dir: Path, opened: Opener
) -> None:
    store = await spoilt(data_dir, opened)
    for _ in range(2):
        with pytest.raises(Damaged):
            await store.write(many_events)


async def test_a_blob_whose_file_is_gone_is_lost(
    data_dir: Path, opened: Opener
) -> None:
    store = opened()
    blob = await store.write(kept(store, os.urandom(100_000)))
    (file,) = (path for path in (data_dir / "blobs").rglob("*") if path.is_file())
    file.unlink()
    with pytest.raises(BlobLost):
        await store.look(lambda books: books.blobs.open(blob))
    await store.write(ann_moves_in)  # the rest goes on


async def test_a_database_locked_for_longer_than_our_patience_is_unavailable(
    data_dir: Path, opened: Opener
) -> None:
    store = opened(patience=Seconds(0.1))
    with locked(data_dir / "glassine.db"):
        with pytest.raises(Unavailable):
            await store.write(ann_moves_in)
        assert await store.look(lambda books: books.accounts.at(ANN)) is None
    await store.write(ann_moves_in)


def test_only_one_sqlite_is_loaded() -> None:
    """Two SQLite libraries in a process break each other's locks on one file."""
    names = "import glassine.store.sqlite.opening, sys; print('sqlite3' in sys.modules)"
    path = os.pathsep.join(filter(None, sys.path))
    told = subprocess.run(
        [sys.executable, "-c", names],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        check=True,
    )
    assert told.stdout.strip() == b"False"
