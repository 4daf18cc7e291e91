"""Make a data directory, and open one: only if it is ours, whole, and not newer.

Whether it may be opened is read from the file's first 100 octets, before SQLite
touches anything. https://sqlite.org/fileformat2.html#the_database_header
"""

import os
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple

from glassine.store.api.ids import (
    Damaged,
    Duplicate,
    NewerFormat,
    NotAStore,
    OtherKey,
    Unavailable,
)
from glassine.store.sqlite.aftermath import Aftermath
from glassine.store.sqlite.blob_files import BlobFiles, disk, new_name
from glassine.store.sqlite.books import SqliteBooks
from glassine.store.sqlite.changes import Changes
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.migrate import migrate, migrations
from glassine.store.sqlite.readers import Readers
from glassine.store.sqlite.sole import Sole
from glassine.store.sqlite.store import SqliteStore
from glassine.store.sqlite.writer import Writer
from glassine.words.chance import Chance
from glassine.words.clock import Clock, Seconds

NAME = "glassine.db"
UNFINISHED = "unfinished.db"
BLOBS = "blobs"
LOCK = "lock"
MAGIC = b"SQLite format 3\x00"
APPLICATION = 0x474C534E  # "GLSN"
PATIENCE = Seconds(5.0)


class Header(NamedTuple):
    """What a database's first page says of it."""

    page_size: int
    pages: int
    format: int
    application: int


def create_store(data_dir: Path, key_id: bytes) -> None:
    """Make an empty store for this server key. Raises `Duplicate`, `Full`."""
    if (data_dir / NAME).exists():
        raise Duplicate
    with disk():
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in data_dir.glob(f"{UNFINISHED}*"):
            left.unlink()
        os.close(os.open(data_dir / UNFINISHED, os.O_CREAT | os.O_EXCL, 0o600))
        if not (data_dir / BLOBS).exists():
            BlobFiles(data_dir / BLOBS).make_shelves()
    _fill(data_dir / UNFINISHED, key_id)
    with disk():
        (data_dir / UNFINISHED).rename(data_dir / NAME)
        _make_durable(data_dir)


def open_store(
    data_dir: Path,
    *,
    key_id: bytes,
    clock: Clock,
    patience: Seconds = PATIENCE,
    chance: Chance = os.urandom,
) -> SqliteStore:
    """Open the store of this directory, and bring it to today's format.

    Raises `NotAStore`, `NewerFormat`, `OtherKey`, `Damaged`, `Unavailable`; then
    nothing was changed.
    """
    path = data_dir / NAME
    _check(path)
    with ExitStack() as undo:
        db = Database(path, patience=patience, writes=True)
        undo.callback(db.close)
        _check_key(db, key_id)
        migrate(db, migrations())
        sole = Sole(data_dir / LOCK)
        undo.callback(sole.close)
        files, after = BlobFiles(data_dir / BLOBS), Aftermath()
        books = SqliteBooks(db, files, after, clock)
        sole.when_alone(lambda: _tidy(files, books))
        changes = Changes(Database(path, patience=patience, writes=False))
        undo.pop_all()
    readers = Readers(path, files, clock, patience)
    writer = Writer(db, books, after, files.unlink, changes.notice)
    names = partial(new_name, clock, chance)
    return SqliteStore(writer, readers, changes, files, sole, names)


def _tidy(files: BlobFiles, books: SqliteBooks) -> None:
    """Undo what a process that died left: files of no blob, rows that nobody tries."""
    files.sweep(books.blobs.in_files())
    books.queue.free()


def _fill(path: Path, key_id: bytes) -> None:
    db = Database(path, patience=PATIENCE, writes=True)
    try:
        db.run(f"PRAGMA application_id = {APPLICATION}")
        migrate(db, migrations())
        db.run("INSERT INTO meta (name, value) VALUES ('key_id', ?)", (key_id,))
    finally:
        db.close()


def _make_durable(directory: Path) -> None:
    file = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _check(path: Path) -> None:
    """Refuse what is not ours, newer, or cut short, without touching it."""
    header = _header(path)
    if header.application != APPLICATION:
        raise NotAStore
    if header.format > len(migrations()):
        raise NewerFormat
    log = path.with_name(f"{NAME}-wal")
    whole = path.stat().st_size >= header.pages * header.page_size
    if not whole and not (log.exists() and log.stat().st_size):
        raise Damaged


def _header(path: Path) -> Header:
    try:
        with path.open("rb") as file:
            page = file.read(100)
    except (FileNotFoundError, NotADirectoryError):
        raise NotAStore from None
    except OSError:  # another user's, as a rule
        raise Unavailable from None
    if len(page) < 100 or not page.startswith(MAGIC):
        raise Damaged
    return Header(
        page_size=int.from_bytes(page[16:18]),
        pages=int.from_bytes(page[28:32]),
        format=int.from_bytes(page[60:64]),
        application=int.from_bytes(page[68:72]),
    )


def _check_key(db: Database, key_id: bytes) -> None:
    if db.row("SELECT value FROM meta WHERE name = 'key_id'") != (key_id,):
        raise OtherKey
