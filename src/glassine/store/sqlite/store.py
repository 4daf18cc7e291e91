"""The embedded store: SQLite, files for large blobs, one thread that writes."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from glassine.store.api.ids import BlobId, ChangeMark, Damaged, Unavailable
from glassine.store.api.store import Books
from glassine.store.sqlite.blob_files import BlobFiles
from glassine.store.sqlite.blob_writer import SealedWriter
from glassine.store.sqlite.changes import Changes
from glassine.store.sqlite.readers import Readers
from glassine.store.sqlite.sole import Sole
from glassine.store.sqlite.writer import Job, Writer
from glassine.words.clock import Seconds

T = TypeVar("T")


class SqliteStore:
    """Binds the books together in transactions."""

    def __init__(
        self,
        writer: Writer,
        readers: Readers,
        changes: Changes,
        files: BlobFiles,
        sole: Sole,
        new_name: Callable[[], BlobId],
    ) -> None:
        self._writer = writer
        self._readers = readers
        self._changes = changes
        self._files = files
        self._sole = sole
        self._new_name = new_name
        self._closed = False

    async def write(self, work: Callable[[Books], T]) -> T:
        """Run `work` in the next group commit; return its result once on disk.

        What `work` raises undoes what it wrote, and nothing else, and comes out here.
        Raises `Full` or `Unavailable` where the commit itself failed. `work` runs on
        the writer's thread, and again from its start where it shared a commit with one
        that failed: it must touch nothing but the books. One who is cancelled while
        waiting does not learn whether it was done.
        """
        waiter: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._writer.put(Job(work, waiter))
        return await waiter

    def write_soon(self, work: Callable[[Books], None]) -> None:
        """Run `work` with the next group commit; nobody waits, failures are counted.

        Called on the event loop, as all of these are.
        """
        self._writer.put(Job(work, None))

    @property
    def failures(self) -> int:
        """How many works given to `write_soon` failed so far."""
        return self._writer.failures

    @property
    def commits(self) -> int:
        """How many group commits there were so far."""
        return self._writer.commits

    async def look(self, work: Callable[[Books], T]) -> T:
        """Run a point look-up at once, on this thread; it sees the newest."""
        if self._closed:
            raise Unavailable
        try:
            return work(self._readers.here().books)
        except Damaged:
            self._writer.refuse()
            raise

    async def read(self, work: Callable[[Books], T]) -> T:
        """Run a longer reading off the event loop, on one consistent snapshot."""
        if self._closed:
            raise Unavailable
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers.pool, self._read, work)

    def new_blob(self) -> SealedWriter:
        """Begin a sealed blob."""
        return SealedWriter(self._new_name(), self._files)

    async def changed(self, since: ChangeMark, wait: Seconds) -> ChangeMark:
        """Return the mark as soon as it differs from `since`, or after the wait.

        Commits of every process count. Take the mark, then read: what is committed
        meanwhile shows in the next mark. `NEVER` differs from every mark.
        """
        return await self._changes.changed(since, wait)

    async def close(self) -> None:
        """Commit what waits and let go of everything."""
        if self._closed:
            return
        self._closed = True
        self._writer.hand_over()
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self._writer.close)
        await loop.run_in_executor(None, self._readers.close)
        self._changes.close()
        self._sole.close()

    def _read(self, work: Callable[[Books], T]) -> T:
        try:
            return self._readers.here().on_one_snapshot(work)
        except Damaged:
            self._writer.refuse()
            raise
