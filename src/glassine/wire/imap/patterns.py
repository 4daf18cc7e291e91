"""The wildcards of LIST: `*` is any run, `%` any run within one level. RFC 9051 §6.3.9

A set of positions in the pattern is stepped over the name, as bits of one integer, so
a hostile pattern costs no more than its length times the name's.
"""

import re
from collections import defaultdict

_RUN = re.compile(r"[*%]{2,}")


class ListPattern:
    """A pattern, ready to be tried on many names."""

    def __init__(self, pattern: str, delimiter: str = "/") -> None:
        # Adjacent wildcards say no more than the widest of them.
        pattern = _RUN.sub(lambda run: "*" if "*" in run[0] else "%", pattern)
        self._delimiter = delimiter
        self._places: dict[str, int] = defaultdict(int)
        for position, char in enumerate(pattern):
            self._places[char] |= 1 << position
        self._any, self._level = self._places.pop("*", 0), self._places.pop("%", 0)
        self._end = 1 << len(pattern)

    def matches(self, name: str) -> bool:
        """Tell whether the whole name fits."""
        wild = self._any | self._level
        here = 1 | (1 & wild) << 1
        for char in name:
            stay = self._any if char == self._delimiter else wild
            here = (here & stay) | (here & self._places.get(char, 0)) << 1
            here |= (here & wild) << 1  # a wildcard may stand for nothing
        return bool(here & self._end)


def matches(pattern: str, name: str, delimiter: str = "/") -> bool:
    """Tell whether the name fits the pattern; INBOX fits in any case."""
    if name == "INBOX":
        pattern = pattern.upper()
    return ListPattern(pattern, delimiter).matches(name)
