"""Where events go: raw lines out at once, lines and milestones into the store.

A milestone that speaks of a commit travels in that commit, and its line is shown only
after it (`show`). All others are kept with the next group commit, which nobody waits
for (`note`).
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import get_args

from glassine.events import lines
from glassine.events.kinds import Event
from glassine.events.milestones import Milestone
from glassine.store.api.ids import StoreError
from glassine.store.api.store import Books, Store
from glassine.words.clock import Clock, Milliseconds
from glassine.words.public import ConnectionId

FLUSH_AFTER = 0.1  # seconds that lines may wait before a follower sees them
_MILESTONES = get_args(Milestone)
_UUID_LENGTH = 36


class Journal:
    """Takes events, as they happen, from every connection of this process."""

    def __init__(
        self, *, store: Store, clock: Clock, out: Callable[[bytes], None]
    ) -> None:
        self._store = store
        self._clock = clock
        self._out = out
        self._unshown: list[bytes] = []
        self._lines: dict[ConnectionId | None, list[bytes]] = {}
        self._milestones: list[Milestone] = []
        self._timer: asyncio.TimerHandle | None = None

    def note(self, event: Event) -> None:
        """Show the event and keep it with the next group commit."""
        self.show(event)
        if isinstance(event, _MILESTONES):
            self._milestones.append(event)
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(FLUSH_AFTER, self._flush)

    def show(self, event: Event) -> None:
        """Write the event's raw lines; keep them as well."""
        text = lines.render(event)
        if not text:
            return
        if not self._unshown:
            asyncio.get_running_loop().call_soon(self._write_out)
        self._unshown.append(text)
        self._lines.setdefault(_connection(event), []).append(text)

    def close(self) -> None:
        """Send everything on its way; the store's own close waits for it."""
        self._write_out()
        self._flush()

    def _write_out(self) -> None:
        data, self._unshown = b"".join(self._unshown), []
        self._out(data)

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        milestones, self._milestones = self._milestones, []
        pending, self._lines = self._lines, {}
        now = self._clock.now()
        if not (milestones or pending):
            return
        with suppress(StoreError):  # it is closed, and this came after the last word
            self._store.write_soon(lambda books: _keep(books, now, milestones, pending))


def _keep(
    books: Books,
    now: Milliseconds,
    milestones: list[Milestone],
    pending: dict[ConnectionId | None, list[bytes]],
) -> None:
    if milestones:
        books.events.append(milestones)
    for connection, texts in pending.items():
        books.events.append_lines(connection, now, b"".join(texts))


def _connection(event: Event) -> ConnectionId | None:
    uuid = event.uuid
    return ConnectionId(uuid[:_UUID_LENGTH]) if uuid else None
