"""How fast one may ask: a bucket for each, which runs full again by itself.

Who has signed in has a bucket of their own, whichever way they come; all others share
that of their address. Guessing passwords has its own, far lower limits.
"""

from dataclasses import dataclass
from math import ceil

from glassine.words.clock import Clock, Seconds

AT_ONCE = 200  # requests, after a rest
A_SECOND = 10.0  # requests that may follow
MOST = 10_000  # buckets; the one that was used longest ago is forgotten first


@dataclass(frozen=True, slots=True)
class _Bucket:
    left: float
    at: Seconds


class Pace:
    """Knows how fast each of them has been lately."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def wait(self, who: str) -> int:
        """Return how many seconds one must wait; 0, and it is counted, where none."""
        now = self._clock.ticks()
        bucket = self._buckets.pop(who, _Bucket(AT_ONCE, now))
        left = min(AT_ONCE, bucket.left + (now - bucket.at) * A_SECOND)
        self._buckets[who] = _Bucket(left - 1 if left >= 1 else left, now)
        if len(self._buckets) > MOST:
            del self._buckets[next(iter(self._buckets))]
        return 0 if left >= 1 else ceil((1 - left) / A_SECOND)
