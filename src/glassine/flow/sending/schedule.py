"""When a recipient is tried again, and when it is given up. RFC 5321 §4.5.4.1"""

from collections.abc import Mapping
from dataclasses import dataclass

from glassine.store.api.queue import Queueing
from glassine.words.chance import Chance
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import Domain
from glassine.words.waits import Waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """What the operator has said of tries, in `[sending]` and `[[destination]]`."""

    waits: Waits
    waits_of: Mapping[Domain, Waits]
    jitter: float  # by how much of itself a wait may grow, so that tries spread
    lifetime: Seconds
    delay_notice: Seconds  # after which the sender is told that it is late

    def next_try(
        self, row: Queueing, now: Milliseconds, chance: Chance
    ) -> Milliseconds | None:
        """Return when to try again after one more failure, or None to give up.

        The last try is at the end of the lifetime, whatever the waits say.
        """
        ends = self.ends(row)
        waits = self.waits_of.get(row.recipient.domain, self.waits)
        wait = waits.after(row.fails + 1)
        if wait is None or now >= ends:
            return None
        spread = wait * (1 + self.jitter * _share(chance))
        return Milliseconds(min(now + int(spread * 1000), ends))

    def ends(self, row: Queueing) -> Milliseconds:
        """Return the end of a row's lifetime."""
        return Milliseconds(row.queued + int(self.lifetime * 1000))

    def is_late(self, row: Queueing, now: Milliseconds) -> bool:
        """Tell whether the sender should have heard of a delay by now."""
        return now - row.queued >= self.delay_notice * 1000


def _share(chance: Chance) -> float:
    """Return a number from 0 up to 1."""
    return int.from_bytes(chance(2), "big") / 65536
