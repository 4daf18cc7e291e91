"""Waits before further tries, as one line of text: `1m 5m*2 15m 1h*4 4h*…`.

Each word is a wait; `*2` says how often it comes, `*…` (or `*...`) that it comes for
ever, which only the last can.
"""

import re
from itertools import groupby
from typing import Any

from glassine.config.kinds import Kind, no, quoted, text, within
from glassine.config.quantities import duration, write_duration
from glassine.words.clock import Seconds
from glassine.words.waits import Waits

FOR_EVER = ("…", "...")
MOST = 1000  # waits that are written out
_WORD = re.compile(r"([^*\s]+)(?:\*(…|\.\.\.|[1-9][0-9]{0,3}))?\Z")
_wait = duration("1s", "7d")


def _read(value: Any) -> Waits:
    words = [_WORD.match(word) or no() for word in text(value).split()]
    steps: list[Seconds] = []
    for word in words:
        wait, times = _wait.read(word[1]), word[2] or "1"
        if times in FOR_EVER and word is not words[-1]:
            no()
        steps += [wait] * (1 if times in FOR_EVER else int(times))
    within(1, MOST, len(steps))
    return Waits(tuple(steps), for_ever=words[-1][2] in FOR_EVER)


def _write(waits: Waits) -> str:
    runs = [(wait, len(list(run))) for wait, run in groupby(waits.steps)]
    words = [_word(wait, str(times) if times > 1 else "") for wait, times in runs]
    if waits.for_ever:
        wait, times = runs[-1]
        last = [_word(wait, str(times - 1))] if times > 2 else [_word(wait, "")]
        words[-1:] = [*(last if times > 1 else []), _word(wait, FOR_EVER[0])]
    return quoted(" ".join(words))


def _word(wait: Seconds, times: str) -> str:
    written = write_duration(wait).strip('"')
    return f"{written}*{times}" if times else written


RETRIES = Kind(
    'waits from "1s" to "7d" such as "1m 5m*2 15m 1h*4 4h*…": *2 is twice, and *… '
    "(or *...) behind the last is for ever",
    _read,
    _write,
)
