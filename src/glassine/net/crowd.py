"""How many are here already: from one address, from one network, and in all."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from glassine.flow.household import household, neighbourhood
from glassine.trust.own_networks import OwnNetworks
from glassine.words.public import IpAddress


class Crowd:
    """Counts connections; one a listener kind, shared by its listeners.

    A network has a share of its own, so that one which sends all its addresses leaves
    room for the rest of the world. Our own networks may fill the house.
    """

    def __init__(
        self,
        *,
        per_ip: int,
        total: int,
        per_network: int | None = None,
        own: OwnNetworks | None = None,
    ) -> None:
        self._per_ip = per_ip
        self._per_network = total if per_network is None else per_network
        self._own = own or OwnNetworks()
        self._total = total
        self._here: Counter[IpAddress] = Counter()
        self._near: Counter[IpAddress] = Counter()
        self._sum = 0

    @contextmanager
    def enter(self, ip: IpAddress) -> Iterator[bool]:
        """Count one in until the block ends; tell whether there is room for it.

        Who is turned away is not counted: one who comes again and again would fill
        the house for all.
        """
        who, where = household(ip), neighbourhood(ip)
        if not self._has_room(who, where):
            yield False
            return
        self._here[who] += 1
        self._near[where] += 1
        self._sum += 1
        try:
            yield True
        finally:
            self._sum -= 1
            _one_less(self._here, who)
            _one_less(self._near, where)

    def _has_room(self, who: IpAddress, where: IpAddress) -> bool:
        if self._here[who] >= self._per_ip or self._sum >= self._total:
            return False
        return self._near[where] < self._per_network or bool(self._own.reason(who))


def _one_less(counter: Counter[IpAddress], ip: IpAddress) -> None:
    counter[ip] -= 1
    if not counter[ip]:
        del counter[ip]
