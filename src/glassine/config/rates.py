"""Rates, as one line of text: `60/1m 600/1h`, 60 in any minute and 600 in any hour."""

import re
from typing import Any

from glassine.config.kinds import Kind, no, quoted
from glassine.config.quantities import duration, write_duration
from glassine.words.rates import Rate

MOST = 4  # rates for one thing
_WORD = re.compile(r"([1-9][0-9]{0,8})/(\S+)\Z")
_within = duration("1s", "7d")


def _read(value: Any) -> tuple[Rate, ...]:
    if not isinstance(value, str):
        no()
    words = [_WORD.match(word) or no() for word in value.split()]
    if len(words) > MOST:
        no()
    return tuple(Rate(int(word[1]), _within.read(word[2])) for word in words)


def _write(rates: tuple[Rate, ...]) -> str:
    return quoted(" ".join(map(_word, rates)))


def _word(rate: Rate) -> str:
    within = write_duration(rate.within).strip('"')
    return f"{rate.most}/{within}"


RATES = Kind(
    'rates such as "60/1m 600/1h", 60 in any minute and 600 in any hour; no limit is '
    '""',
    _read,
    _write,
)
