"""A clock for tests: no time passes unless a test says so."""

from dataclasses import dataclass

from glassine.words.clock import Milliseconds, Seconds


@dataclass
class MovedClock:
    """Shows the seconds that a test has set."""

    seconds: float = 0.0

    def now(self) -> Milliseconds:
        """Return the time of day."""
        return Milliseconds(int(self.seconds * 1000))

    def ticks(self) -> Seconds:
        """Return a reading that grows with it."""
        return Seconds(self.seconds)
