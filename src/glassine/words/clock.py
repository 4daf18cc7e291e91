"""Time comes in as an argument, so that tests can say what time it is."""

import time
from typing import NewType, Protocol

Milliseconds = NewType("Milliseconds", int)
"""A moment, in milliseconds since the Unix epoch."""

Seconds = NewType("Seconds", float)
"""A length of time."""


class Clock(Protocol):
    """Tells the time of day, and measures lengths of time."""

    def now(self) -> Milliseconds:
        """Return the time of day."""

    def ticks(self) -> Seconds:
        """Return a reading that only ever grows; the difference of two is a length."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> Milliseconds:
        """Return the time of day."""
        return Milliseconds(time.time_ns() // 1_000_000)

    def ticks(self) -> Seconds:
        """Return the monotonic clock's reading."""
        return Seconds(time.monotonic())
