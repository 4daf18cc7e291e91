"""How long a listener waits for a peer, and for how long it bears with it in all."""

import asyncio
import math
from dataclasses import dataclass

from glassine.net.link import Idle, Link, Overlong

SOONEST = 0.01  # seconds between two looks at the clock


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait: for the next bytes, and for the whole connection. Seconds."""

    idle: float
    total: float | None  # None: as long as it is used


class Watch:
    """Looks at the clock now and then, and gives a peer up that takes too long.

    While nobody waits for the peer it is not idle: we are busy.
    """

    def __init__(self, link: Link, patience: Patience) -> None:
        self._link = link
        self._patience = patience
        self._loop = asyncio.get_running_loop()
        total = patience.total
        self._overlong_at = math.inf if total is None else self._loop.time() + total

    def __enter__(self) -> None:
        """Begin to watch."""
        self._look_later()

    def __exit__(self, *_: object) -> None:
        """Watch no longer."""
        self._timer.cancel()

    def _idle_at(self) -> float:
        since = self._link.waiting_since
        return (self._loop.time() if since is None else since) + self._patience.idle

    def _look_later(self) -> None:
        ends = min(self._idle_at(), self._overlong_at)
        wait = max(SOONEST, ends - self._loop.time())
        self._timer = self._loop.call_later(wait, self._look)

    def _look(self) -> None:
        now = self._loop.time()
        if now >= self._overlong_at:
            self._link.give_up(Overlong())
        elif now >= self._idle_at():
            self._link.give_up(Idle())
        else:
            self._look_later()
