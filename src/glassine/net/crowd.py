"""How many are here already, from one address and in all."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

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
        """Count one in until the block ends; tell whether there is room for it."""
        self._here[ip] += 1
        self._sum += 1
        try:
            yield self._here[ip] <= self._per_ip and self._sum <= self._total
        finally:
            self._sum -= 1
            self._here[ip] -= 1
            if not self._here[ip]:
                del self._here[ip]
