"""Reading connections: one a thread, so that nobody waits for another's."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from glassine.store.sqlite.aftermath import Aftermath
from glassine.store.sqlite.blob_files import BlobFiles
from glassine.store.sqlite.books import SqliteBooks
from glassine.store.sqlite.database import Database
from glassine.words.clock import Clock, Seconds

T = TypeVar("T")
THREADS = 2


class Reader:
    """One thread's connection, and the books over it."""

    def __init__(self, db: Database, books: SqliteBooks) -> None:
        self.db = db
        self.books = books

    def on_one_snapshot(self, work: Callable[[SqliteBooks], T]) -> T:
        """Run the work so that it sees one moment of the store."""
        self.db.run("BEGIN")
        try:
            return work(self.books)
        finally:
            self.db.roll_back()


class Readers:
    """Opens a reading connection for each thread that asks."""

    def __init__(
        self, path: Path, files: BlobFiles, clock: Clock, patience: Seconds
    ) -> None:
        self.pool = ThreadPoolExecutor(THREADS, thread_name_prefix="store-reader")
        self._path = path
        self._files = files
        self._clock = clock
        self._patience = patience
        self._here = threading.local()
        self._all: list[Reader] = []

    def here(self) -> Reader:
        """Return the calling thread's reader."""
        try:
            reader: Reader = self._here.reader
        except AttributeError:
            reader = self._here.reader = self._open()
            self._all.append(reader)
        return reader

    def close(self) -> None:
        """Let readings end and close every connection."""
        self.pool.shutdown()
        for reader in self._all:
            reader.db.close()

    def _open(self) -> Reader:
        db = Database(self._path, patience=self._patience, writes=False)
        return Reader(db, SqliteBooks(db, self._files, Aftermath(), self._clock))
