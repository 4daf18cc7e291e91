"""Notices of change, for those who follow the store.

Commits of this process wake whoever waits at once. Those of other processes show in
SQLite's `data_version`, which costs two microseconds to ask; it is asked only while
somebody waits.
"""

import asyncio

from glassine.store.api.ids import ChangeMark
from glassine.store.sqlite.database import Database
from glassine.words.clock import Seconds

POLL = 0.1


class Changes:
    """Counts changes, and wakes those who wait for one."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._version = self._ask()
        self._mark = ChangeMark(1)
        self._waiting: set[asyncio.Future[None]] = set()
        self._polling: asyncio.TimerHandle | None = None

    async def changed(self, since: ChangeMark, wait: Seconds) -> ChangeMark:
        """Return the mark as soon as it differs from `since`, or after the wait."""
        self._look()
        if self._mark != since:
            return self._mark
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.add(waiter)
        self._poll_later()
        try:
            await asyncio.wait((waiter,), timeout=wait)
        finally:
            self._waiting.discard(waiter)
        return self._mark

    def notice(self) -> None:
        """Somebody has committed: wake those who wait."""
        if self._waiting:
            self._look()

    def close(self) -> None:
        """Stop asking."""
        if self._polling is not None:
            self._polling.cancel()
        self._db.close()

    def _look(self) -> None:
        version = self._ask()
        if version == self._version:
            return
        self._version = version
        self._mark = ChangeMark(self._mark + 1)
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    def _poll_later(self) -> None:
        if self._polling is None:
            loop = asyncio.get_running_loop()
            self._polling = loop.call_later(POLL, self._poll)

    def _poll(self) -> None:
        self._polling = None
        self._look()
        if self._waiting:
            self._poll_later()

    def _ask(self) -> int:
        ((version,),) = self._db.rows("PRAGMA data_version")
        return int(version)
