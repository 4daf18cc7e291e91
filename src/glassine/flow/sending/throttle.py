"""How much goes to one destination at a time, and when an ill one is left alone.

A domain that is dead or slow must not hold up the others. So each has a share of its
own, which begins small and grows with every load that it takes (RFC 5321 §4.5.4.1
asks to limit it). Once it only fails, it is suspended, longer each time; then one load
alone goes to see whether it is well again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from glassine.store.api.queue import Failure
from glassine.words.clock import Clock, Seconds
from glassine.words.public import Domain

AT_FIRST = 5  # loads at once to a destination that nothing is known of
MINUTE = 60.0
NEVER = Seconds(-MINUTE)  # before any clock began


@dataclass(frozen=True, slots=True)
class Share:
    """How much one destination may be sent."""

    connections: int
    messages_per_minute: int = 0  # 0: as many as it takes


@dataclass(frozen=True, slots=True)
class Rest:
    """How long an ill destination is left alone: twice as long each time."""

    first: Seconds
    longest: Seconds

    def after(self, illnesses: int) -> Seconds:
        """Return how long to wait after so many in a row."""
        return Seconds(min(self.first * 2 ** min(illnesses - 1, 32), self.longest))


@dataclass(slots=True)
class _Destination:
    share: Share
    allowed: int = AT_FIRST  # at once; grows and shrinks
    running: int = 0
    illnesses: int = 0  # in a row
    suspended_until: Seconds = NEVER
    failure: Failure | None = None  # what was said when it last was ill
    minute: Seconds = NEVER  # when the one being counted began
    in_minute: int = 0

    def room(self, now: Seconds) -> int:
        if self.illnesses:
            return int(now >= self.suspended_until and not self.running)
        room = min(self.allowed, self.share.connections) - self.running
        if limit := self.share.messages_per_minute:
            room = min(room, limit - self._counted(now))
        return max(room, 0)

    def count(self, now: Seconds) -> None:
        self.running += 1
        self.in_minute = self._counted(now) + 1
        if self.in_minute == 1:
            self.minute = now

    def tells_nothing(self, now: Seconds, longest: Seconds) -> bool:
        """Tell whether one that is not known would be treated alike."""
        if self.running or now < self.minute + MINUTE:
            return False
        return not self.illnesses or now >= self.suspended_until + longest

    def opens(self, now: Seconds) -> Seconds | None:
        """Return when there is room without anything ending first."""
        if self.illnesses and now < self.suspended_until:
            return self.suspended_until
        limit = self.share.messages_per_minute
        return Seconds(self.minute + MINUTE) if 0 < limit <= self.in_minute else None

    def _counted(self, now: Seconds) -> int:
        return self.in_minute if now < self.minute + MINUTE else 0


class Throttle:
    """What is known of destinations, for as long as it matters."""

    def __init__(
        self,
        *,
        clock: Clock,
        share: Share,
        share_of: Mapping[Domain, Share],
        rest: Rest,
    ) -> None:
        self._clock = clock
        self._share = share
        self._share_of = share_of
        self._rest = rest
        self._known: dict[Domain, _Destination] = {}

    def room(self, domain: Domain) -> int:
        """Return how many more loads may begin now."""
        known = self._known.get(domain)
        return (
            self._new(domain).room(Seconds(0)) if known is None else self._room(known)
        )

    def suspension(self, domain: Domain) -> Failure | None:
        """Return why nothing is tried there now; None where something may be."""
        known = self._known.get(domain)
        if known is None or self._clock.ticks() >= known.suspended_until:
            return None
        return known.failure

    def begin(self, domain: Domain) -> None:
        """Count a load that begins."""
        self._at(domain).count(self._clock.ticks())

    def end(self, domain: Domain) -> None:
        """Count a load that has ended."""
        self._known[domain].running -= 1

    def well(self, domain: Domain) -> None:
        """It answered as it should."""
        known = self._at(domain)
        known.allowed = min(known.allowed + 1, known.share.connections)
        known.illnesses, known.failure = 0, None
        known.suspended_until = NEVER

    def ill(self, domain: Domain, failure: Failure) -> None:
        """It did not: send less there, or nothing for a while if it was the last."""
        known = self._at(domain)
        if known.running > 1 and not known.illnesses:
            known.allowed = max(1, min(known.allowed, known.running) - 1)
            return
        known.illnesses += 1
        known.failure = failure
        known.allowed = AT_FIRST
        rest = self._rest.after(known.illnesses)
        known.suspended_until = Seconds(self._clock.ticks() + rest)

    def recall(self, domain: Domain, failure: Failure) -> None:
        """It was ill before we began: let one load go first."""
        if domain not in self._known:
            known = self._at(domain)
            known.illnesses, known.failure = 1, failure

    def full(self) -> list[Domain]:
        """Return where no further load may begin now.

        What is suspended is not among them: its rows are put back at once.
        """
        now = self._clock.ticks()
        self._forget(now)
        return [
            domain
            for domain, known in self._known.items()
            if now >= known.suspended_until and not known.room(now)
        ]

    def next_opening(self) -> Seconds | None:
        """Return how long until there is room somewhere by itself, if anywhere."""
        now = self._clock.ticks()
        opening = [at for each in self._known.values() if (at := each.opens(now))]
        return Seconds(max(0.0, min(opening) - now)) if opening else None

    def _room(self, known: _Destination) -> int:
        return known.room(self._clock.ticks())

    def _forget(self, now: Seconds) -> None:
        longest = self._rest.longest
        for domain, known in list(self._known.items()):
            if known.tells_nothing(now, longest):
                del self._known[domain]

    def _at(self, domain: Domain) -> _Destination:
        if domain not in self._known:
            self._known[domain] = self._new(domain)
        return self._known[domain]

    def _new(self, domain: Domain) -> _Destination:
        return _Destination(self._share_of.get(domain, self._share))
