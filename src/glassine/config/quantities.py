"""Lengths of time and sizes: a number and its unit, as people write them."""

import re
from typing import Any

from glassine.config.kinds import Kind, no, quoted, text, within
from glassine.words.clock import Seconds
from glassine.words.public import Size

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
MIB = 1 << 20
_TIMES = {"d": DAY, "h": HOUR, "m": MINUTE, "s": 1, "ms": 0.001}
_SIZES = {
    "GiB": 1 << 30,
    "GB": 10**9,
    "MiB": MIB,
    "MB": 10**6,
    "KiB": 1 << 10,
    "kB": 10**3,
    "B": 1,
}
_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([A-Za-z]+)\Z")


def duration(low: str, high: str) -> Kind[Seconds]:
    """Return the kind of times between two."""
    bounds = _quantity(low, _TIMES), _quantity(high, _TIMES)

    def read(value: Any) -> Seconds:
        return Seconds(within(*bounds, _quantity(value, _TIMES)))

    return Kind(f'a time from "{low}" to "{high}"', read, write_duration)


def size(low: str, high: str) -> Kind[Size]:
    """Return the kind of numbers of octets between two."""
    bounds = _quantity(low, _SIZES), _quantity(high, _SIZES)

    def read(value: Any) -> Size:
        octets = value if type(value) is int else _quantity(value, _SIZES)
        return Size(int(within(*bounds, octets)))

    return Kind(f'a size from "{low}" to "{high}"', read, write_size)


def write_duration(value: Seconds) -> str:
    """Return the time in the largest unit in which it is whole."""
    return _written(value, _TIMES)


def write_size(value: Size) -> str:
    """Return the size in the largest unit in which it is whole."""
    return _written(value, _SIZES)


def _quantity(value: Any, units: dict[str, float] | dict[str, int]) -> float:
    match = _QUANTITY.match(text(value))
    if match is None or match[2] not in units:
        no()
    return float(match[1]) * units[match[2]]


def _written(value: float, units: dict[str, float] | dict[str, int]) -> str:
    for unit, octets in units.items():
        if value >= octets and value % octets == 0:
            return quoted(f"{value / octets:.0f}{unit}")
    return quoted(f"{value:g}{'s' if units is _TIMES else 'B'}")
