"""Failed logins, counted by network address and by name, so that guessing is slow."""

from dataclasses import dataclass
from typing import TypeAlias

from glassine.flow.household import household
from glassine.words.clock import Clock, Seconds
from glassine.words.public import IpAddress

LONGEST_DELAY = 8.0  # seconds
MOST_DOUBLINGS = 30  # of the first delay; what follows is longer than the longest
REMEMBERED = 50_000  # sources; the oldest are forgotten first

Source: TypeAlias = IpAddress | bytes
"""Whose household a failure came from, or a digest of the name it was for."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many failures within a window are too many, and how each is delayed."""

    per_ip: int
    per_account: int
    window: float  # seconds
    first_delay: float  # seconds; doubles with each failure


class Attempts:
    """Remembers failures for a while, in memory only."""

    def __init__(self, bounds: Bounds, clock: Clock) -> None:
        self._bounds = bounds
        self._clock = clock
        self._failures: dict[Source, list[Seconds]] = {}

    def too_many(self, ip: IpAddress, name: bytes) -> bool:
        """Tell whether this one is not to be looked at any more for now."""
        return (
            len(self._recent(household(ip))) >= self._bounds.per_ip
            or len(self._recent(name)) >= self._bounds.per_account
        )

    def failed(self, ip: IpAddress, name: bytes) -> float:
        """Count a failure; return how many seconds to wait before saying so."""
        now = self._clock.ticks()
        here = household(ip)
        for source in (here, name):
            failures = self._recent(source)
            failures.append(now)
            self._failures[source] = failures
        while len(self._failures) > REMEMBERED:
            del self._failures[next(iter(self._failures))]
        count = max(len(self._recent(here)), len(self._recent(name)))
        doublings = min(count - 1, MOST_DOUBLINGS)
        return float(min(LONGEST_DELAY, self._bounds.first_delay * 2**doublings))

    def succeeded(self, name: bytes) -> None:
        """Forget the failures of a name whose owner has come."""
        self._failures.pop(name, None)

    def _recent(self, source: Source) -> list[Seconds]:
        after = self._clock.ticks() - self._bounds.window
        failures = self._failures.pop(source, [])
        recent = [moment for moment in failures if moment > after]
        if recent:
            self._failures[source] = recent
        return recent
