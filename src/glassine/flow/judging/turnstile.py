"""Turn away who comes too often, before anything is asked or kept of them.

A flood must cost next to nothing: no look-up, no session, and in the log one refusal
for each who floods and each few seconds, not one a connection.
"""

from collections.abc import Callable
from dataclasses import dataclass

from glassine.flow.household import household, network
from glassine.flow.judging.window import Window, Windows
from glassine.trust.own_networks import OwnNetworks
from glassine.words.clock import Clock, Seconds
from glassine.words.finding import Bearing, CheckName, Finding, Result
from glassine.words.public import IpAddress, IpNetwork
from glassine.words.rates import Rate
from glassine.words.reason import Reason

ONCE = Rate(1, Seconds(10))  # how often the log tells of one who floods


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Who came too often; `told` where the log says so already."""

    finding: Finding
    told: bool


class Turnstile:
    """Counts the connections of strangers, by address and by network."""

    def __init__(
        self,
        *,
        per_ip: tuple[Rate, ...],
        per_network: tuple[Rate, ...],
        clock: Clock,
        own: OwnNetworks,
        is_allowed: Callable[[IpAddress], bool],
    ) -> None:
        self._per_ip = Windows(per_ip)
        self._per_network = Windows(per_network)
        self._told = Window(ONCE)
        self._clock = clock
        self._own = own
        self._is_allowed = is_allowed

    def enter(self, ip: IpAddress) -> TurnedAway | None:
        """Count one in, or return why not. Who is turned away is not counted."""
        if self._own.reason(ip) is not None:
            return None
        now = self._clock.ticks()
        who = self._flooding(ip, now)
        if who is None or self._is_allowed(ip):
            self._per_ip.count(household(ip), now)
            self._per_network.count(network(ip), now)
            return None
        told = self._told.is_full(who, now)
        if not told:
            self._told.count(who, now)
        return TurnedAway(_too_many(who), told)

    def _flooding(self, ip: IpAddress, now: Seconds) -> IpAddress | IpNetwork | None:
        if self._per_network.is_full(network(ip), now):
            return network(ip)
        return household(ip) if self._per_ip.is_full(household(ip), now) else None


def _too_many(who: IpAddress | IpNetwork) -> Finding:
    why, bearing = Reason.TOO_FAST, Bearing.DEFER
    return Finding(CheckName.RATE, Result.FAIL, why, who, bearing=bearing)
