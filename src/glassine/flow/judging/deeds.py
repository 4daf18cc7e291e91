"""What strangers' messages turned out to be: counted in memory, and kept once a second.

To keep each by itself would write three rows a message. What a power cut takes is a
second of counts that fade anyway.
"""

import asyncio
from contextlib import suppress

from glassine.flow.judging.reputation import Deed, Whose, remember
from glassine.store.api.ids import StoreError
from glassine.store.api.store import Store
from glassine.words.clock import Clock, Seconds

KEEP_AFTER = 1.0  # seconds


class Deeds:
    """Takes what became of each message. Without a half-life nothing is kept."""

    def __init__(
        self, *, store: Store, clock: Clock, half_life: Seconds | None
    ) -> None:
        self._store = store
        self._clock = clock
        self._half_life = half_life
        self._unkept: dict[str, dict[Deed, int]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def count(self, whose: Whose, deed: Deed) -> None:
        """Count a message for all whose it is."""
        if self._half_life is None:
            return
        for subject in map(str, whose.subjects()):
            deeds = self._unkept.setdefault(subject, {})
            deeds[deed] = deeds.get(deed, 0) + 1
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(KEEP_AFTER, self.keep)

    def keep(self) -> None:
        """Send what was counted on its way to the disk."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        counted, self._unkept = self._unkept, {}
        half_life, now = self._half_life, self._clock.now()
        if not counted or half_life is None:
            return
        with suppress(StoreError):  # it is closed, and this came after the last word
            self._store.write_soon(
                lambda books: remember(books, counted, half_life=half_life, now=now)
            )
