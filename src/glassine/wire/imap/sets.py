"""Sets of message numbers and UIDs, kept as ranges. RFC 9051 §9 `sequence-set`

`1:*` over a million messages is one pair of numbers: nothing here ever counts out
a range, except against the list of numbers that exist.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

STAR = 1 << 32
"""`*`, the largest number in use: larger than any number that can be written."""

Range: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class NumberSet:
    """Ranges in order that neither touch nor overlap."""

    ranges: tuple[Range, ...] = ()

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self.ranges, (number, STAR)) - 1
        return at >= 0 and number <= self.ranges[at][1]

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def __len__(self) -> int:
        return sum(high - low + 1 for low, high in self.ranges)

    def __bytes__(self) -> bytes:
        return b",".join(_written(pair) for pair in self.ranges)

    def spans(self, numbers: Sequence[int]) -> Iterator[range]:
        """Yield the positions in this sorted list whose numbers are in the set."""
        for low, high in self.ranges:
            start = bisect_left(numbers, low)
            stop = bisect_right(numbers, high, start)
            if start < stop:
                yield range(start, stop)

    def among(self, numbers: Sequence[int]) -> Iterator[int]:
        """Yield those of this sorted list that are in the set."""
        for span in self.spans(numbers):
            yield from numbers[span.start : span.stop]


@dataclass(frozen=True, slots=True)
class SequenceSet:
    """A set as the client wrote it; `*` has no value before a mailbox is known."""

    ranges: tuple[Range, ...]

    def resolve(self, largest: int) -> NumberSet:
        """Return the set with `largest` for `*`; 0 says that there is none.

        `9:*` holds the largest number even where that is below 9. RFC 9051 §9
        """
        pairs = (_known(pair, largest) for pair in self.ranges)
        return merged(pair for pair in pairs if pair[0])


@dataclass(frozen=True, slots=True)
class SavedResult:
    """`$`: what the last SEARCH RETURN (SAVE) found. RFC 5182"""


Numbers: TypeAlias = SequenceSet | SavedResult


def merged(ranges: Iterable[Range]) -> NumberSet:
    """Return these ranges in order, joined where they touch or overlap."""
    joined: list[Range] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return NumberSet(tuple(joined))


def number_set(numbers: Iterable[int]) -> NumberSet:
    """Return the set of these numbers."""
    return merged((number, number) for number in numbers)


def _known(pair: Range, largest: int) -> Range:
    low, high = (largest if number == STAR else number for number in pair)
    return (low, high) if low <= high else (high, low)


def _written(pair: Range) -> bytes:
    low, high = pair
    return b"%d" % low if low == high else b"%d:%d" % pair
