"""How many are here already, from one address and in all."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from glassine.flow.household import household
from glassine.words.public import IpAddress


class Crowd:
    """Counts connections; one a listener kind, shared by its listeners."""

    def __init__(self, *, per_ip: int, total: int) -> None:
        self._per_ip = per_ip
        self._total = total
        self._here: Counter[IpAddress] = Counter()
        self._sum = 0

    @contextmanager
    def enter(self, ip: IpAddress) -> Iterator[bool]:
        """Count one in until the block ends; tell whether there is room for it.

        Who is turned away is not counted: one who comes again and again would fill
        the house for all.
        """
        who = household(ip)
        if self._here[who] >= self._per_ip or self._sum >= self._total:
            yield False
            return
        self._here[who] += 1
        self._sum += 1
        try:
            yield True
        finally:
            self._sum -= 1
            self._here[who] -= 1
            if not self._here[who]:
                del self._here[who]
