"""The one thread that writes, and the group commit.

What waits while one commit goes to disk shares the next: an fsync serves them all. In
company the writer even waits a moment for more of it: a commit writes about as many
pages for ten works as for three, and whoever hands them in needs the processor.
That a work fails is rare and savepoints cost a fifth of the time, so a batch is run
without; where one fails, all are undone and run again, each in a savepoint.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from time import sleep
from typing import Any

from glassine.store.api.ids import BlobId, Damaged, StoreError, Unavailable
from glassine.store.sqlite.aftermath import Aftermath, Mark
from glassine.store.sqlite.books import SqliteBooks
from glassine.store.sqlite.database import Database
from glassine.words.clock import Seconds

BATCH = 256  # works a commit, about
COMPANY = 3  # works in one commit: then more are coming
MOMENT = Seconds(0.001)  # that those have to come in
QUIET = Seconds(0.2)  # without a work: time to empty the log, or to try it once more
SHRED_AFTER = 64  # commits, where there is no such quiet: it costs three of them


@dataclass(slots=True)
class Job:
    """A work, who waits for it, and how it ended."""

    work: Callable[[SqliteBooks], Any]
    waiter: asyncio.Future[Any] | None
    result: Any = None
    error: Exception | None = None

    def settle(self) -> None:
        """Tell the one who waits, on their own loop."""
        if self.waiter is None or self.waiter.done():
            return
        if self.error is None:
            self.waiter.set_result(self.result)
        else:
            self.waiter.set_exception(self.error)


class Writer:
    """Runs works and commits them in groups, on a thread of its own."""

    def __init__(
        self,
        db: Database,
        books: SqliteBooks,
        after: Aftermath,
        unlink: Callable[[BlobId], None],
        committed: Callable[[], None],
    ) -> None:
        self.failures = 0
        self.commits = 0
        self._shredded = 0  # how many commits there were when the log was emptied
        self._db = db
        self._books = books
        self._after = after
        self._unlink = unlink
        self._committed = committed
        self._damaged = False
        self._open = True
        self._in_company = False
        self._gathered: list[Job] = []
        self._jobs: SimpleQueue[list[Job]] = SimpleQueue()
        self._thread = Thread(target=self._serve, name="store-writer", daemon=True)
        self._thread.start()

    def put(self, job: Job) -> None:
        """Let a job be part of the next commit. Raises `Unavailable` once closed.

        Called on the event loop. What comes in one turn of the loop goes over together,
        so that the first of many does not get a commit for itself.
        """
        if not self._open:
            raise Unavailable
        self._gathered.append(job)
        if len(self._gathered) == 1:
            asyncio.get_running_loop().call_soon(self.hand_over)

    def hand_over(self) -> None:
        """Give the thread what was gathered."""
        gathered, self._gathered = self._gathered, []
        self._jobs.put(gathered)

    def refuse(self) -> None:
        """Write nothing more: the database was found damaged."""
        self._damaged = True

    def close(self) -> None:
        """Return once all that waited is committed, or has failed."""
        self._open = False
        self._jobs.put([])
        self._thread.join()

    def _serve(self) -> None:
        while self._open or not self._jobs.empty():
            if batch := self._next_batch():
                self._commit(batch)
                self._shred(idle=self._is_overdue())
                self._settle(batch)
            else:
                self._shred(idle=True)
        self._db.close()

    def _next_batch(self) -> list[Job]:
        """Wait for a job and return all that wait; none where it is time to shred."""
        batch: list[Job] = []
        with suppress(Empty):
            wait = QUIET if self._after.must_shred(idle=True) else None
            batch += self._jobs.get(timeout=wait)
            if self._in_company:
                sleep(MOMENT)
            while len(batch) < BATCH:
                batch += self._jobs.get_nowait()
        self._in_company = len(batch) >= COMPANY
        return batch

    def _commit(self, batch: list[Job]) -> None:
        try:
            if self._damaged:
                raise Damaged
            self._db.run("BEGIN IMMEDIATE")
            if not self._run_together(batch):
                self._undo()
                self._db.run("BEGIN IMMEDIATE")
                self._run_apart(batch)
            self._db.run("COMMIT")
            self.commits += 1
            self._after.settle(self._unlink)
        except Exception as error:
            self._fail(batch, error)

    def _run_together(self, batch: list[Job]) -> bool:
        """Run the works, trusting that none fails; tell whether none did."""
        try:
            for job in batch:
                job.result = job.work(self._books)
        except Exception:
            return False
        return True

    def _run_apart(self, batch: list[Job]) -> None:
        """Run each work in a savepoint, so that what it raises undoes it alone."""
        for job in batch:
            mark = self._after.mark()
            self._db.run("SAVEPOINT work")
            try:
                job.result = job.work(self._books)
            except Exception as error:
                if not self._db.in_transaction:
                    raise  # so grave that SQLite has undone the whole
                self._db.run("ROLLBACK TO work")
                self._after.undo(mark)
                job.error = error
            self._db.run("RELEASE work")

    def _undo(self) -> None:
        self._db.roll_back()
        self._after.undo(Mark(0, 0))

    def _fail(self, batch: list[Job], error: Exception) -> None:
        """Nothing of the batch is kept, and all who wait hear why."""
        self._damaged = self._damaged or isinstance(error, Damaged)
        with suppress(StoreError):
            self._undo()
        known = type(error) if isinstance(error, StoreError) else Unavailable
        for job in batch:
            job.error = known()

    def _is_overdue(self) -> bool:
        """Tell whether it is time to empty the log though works keep coming."""
        return self.commits - self._shredded >= SHRED_AFTER and self._jobs.empty()

    def _shred(self, *, idle: bool) -> None:
        """Empty the log where a destroyed secret is still in it."""
        if self._after.must_shred(idle=idle) and self._db.truncate_log():
            self._after.shred = self._after.shred_soon = False
            self._shredded = self.commits

    def _settle(self, batch: list[Job]) -> None:
        """Tell those who wait, with one call to each event loop."""
        loops: dict[asyncio.AbstractEventLoop, list[Job]] = {}
        for job in batch:
            if job.waiter is not None:
                loops.setdefault(job.waiter.get_loop(), []).append(job)
            elif job.error is not None:
                self.failures += 1
        for loop, jobs in loops.items():
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(self._tell, jobs)

    def _tell(self, jobs: list[Job]) -> None:
        for job in jobs:
            job.settle()
        self._committed()
