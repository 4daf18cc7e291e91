"""A store for rehearsals: everything can be read, and nothing is kept.

Checks that remember (a greylist, counts, a reputation) are asked as ever and leave no
trace, since what they would keep goes by `write_soon`.
"""

from collections.abc import Callable
from typing import TypeVar

from glassine.store.api.blobs import BlobWriter
from glassine.store.api.ids import ChangeMark, Unavailable
from glassine.store.api.store import Books, Store
from glassine.words.clock import Seconds

T = TypeVar("T")


class Unwritten:
    """Another store, without its writing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def write(self, work: Callable[[Books], T]) -> T:
        """Raise `Unavailable`: who waits for a commit must not believe in one."""
        raise Unavailable

    def write_soon(self, work: Callable[[Books], None]) -> None:
        """Do nothing; nobody waits for it."""

    @property
    def failures(self) -> int:
        """None: nothing is tried."""
        return 0

    async def look(self, work: Callable[[Books], T]) -> T:
        """Look at what the other store has."""
        return await self._store.look(work)

    async def read(self, work: Callable[[Books], T]) -> T:
        """Read what the other store has."""
        return await self._store.read(work)

    def new_blob(self) -> BlobWriter:
        """Raise `Unavailable`: no message comes in a rehearsal."""
        raise Unavailable

    async def changed(self, since: ChangeMark, wait: Seconds) -> ChangeMark:
        """Return the other store's mark."""
        return await self._store.changed(since, wait)

    async def close(self) -> None:
        """Do nothing; whoever opened the other store closes it."""
