"""How many came lately, of one kind, by key: as much memory a key however many come.

Time is cut into slots, ten to a rate's time; a key has a count for each of the last
eleven. Any window of that time lies within eleven slots, so that never more get
through in one than the rate says, however they are timed; a steady stream gets nine
tenths of it or more.
"""

from collections.abc import Hashable, Sequence

from glassine.words.clock import Seconds
from glassine.words.rates import Rate

SLOTS = 10  # in a rate's time
REMEMBERED = 20_000  # keys; those who have not come for longest are forgotten first


class Window:
    """Counts by key, for one rate. A restart begins anew."""

    def __init__(self, rate: Rate, remembered: int = REMEMBERED) -> None:
        self._most = rate.most
        self._width = max(1, -(-round(rate.within * 1000) // SLOTS))  # milliseconds
        self._remembered = remembered
        self._recent: dict[Hashable, _Recent] = {}

    def is_full(self, key: Hashable, now: Seconds) -> bool:
        """Tell whether one more of this key would be too many."""
        recent = self._recent.get(key)
        return recent is not None and recent.total(self._slot(now)) >= self._most

    def count(self, key: Hashable, now: Seconds) -> None:
        """Count one more."""
        recent = self._recent.pop(key, None) or _Recent()
        recent.add(self._slot(now))
        self._recent[key] = recent
        if len(self._recent) > self._remembered:
            del self._recent[next(iter(self._recent))]

    def __len__(self) -> int:
        return len(self._recent)

    def _slot(self, now: Seconds) -> int:
        return round(now * 1000) // self._width


class _Recent:
    """The counts of the last slots, the newest last."""

    __slots__ = ("_counts", "_newest")

    def __init__(self) -> None:
        self._counts = [0] * (SLOTS + 1)
        self._newest = 0

    def total(self, slot: int) -> int:
        self._move(slot)
        return sum(self._counts)

    def add(self, slot: int) -> None:
        self._move(slot)
        self._counts[-1] += 1

    def _move(self, slot: int) -> None:
        gone = min(slot - self._newest, len(self._counts))
        if gone > 0:
            self._counts = [*self._counts[gone:], *[0] * gone]
            self._newest = slot


class Windows:
    """Counts by key, for all rates of one kind."""

    def __init__(self, rates: Sequence[Rate], remembered: int = REMEMBERED) -> None:
        self._windows = [Window(rate, remembered) for rate in rates]

    def is_full(self, key: Hashable, now: Seconds) -> bool:
        """Tell whether one more of this key would be too many for any rate."""
        return any([window.is_full(key, now) for window in self._windows])

    def count(self, key: Hashable, now: Seconds) -> None:
        """Count one more."""
        for window in self._windows:
            window.count(key, now)
