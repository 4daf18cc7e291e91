"""The grammar of the raw log, which is Haraka's: how a line and a value are written.

    2020-10-26T23:45:45.000Z [NOTICE] [UUID or -] [origin] text key=value key=value

A value is bare, or quoted when it is empty or holds a space, `=`, `"`, `\\`, or a
character that does not print. The last is what makes log injection impossible, and a
terminal safe to read the log on. `events.parse` reads what is written here.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache

from glassine.events.facts import Tally
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import IpAddress


class Level(StrEnum):
    """How grave a line is. No level prints dialogue or message bytes."""

    EMERG = "EMERG"
    ALERT = "ALERT"
    CRIT = "CRIT"
    ERROR = "ERROR"
    WARN = "WARN"
    NOTICE = "NOTICE"
    INFO = "INFO"
    DEBUG = "DEBUG"


INFO = Level.INFO.value  # plain strings, because they format three times as fast
NOTICE = Level.NOTICE.value
WARN = Level.WARN.value
ERROR = Level.ERROR.value

NOBODY = "-"  # the UUID of a line that belongs to no connection

_bare = re.compile(r"[!#-<>-\[\]-~]+").fullmatch  # printing ASCII but space " = \
_SPECIAL = re.compile(r'[ ="\\]')


def line(at: Milliseconds, level: str, uuid: str, origin: str, rest: str) -> str:
    """Return one line, ended by LF. `rest` is written already, by `value`."""
    return f"{stamp(at)} [{level}] [{uuid}] [{origin}] {rest}\n"


@lru_cache(maxsize=256)
def stamp(at: Milliseconds) -> str:
    """Return the moment in ISO 8601, with milliseconds, in UTC."""
    return f"{_second(at // 1000)}.{at % 1000:03d}Z"


@lru_cache(maxsize=64)
def _second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def value(text: str) -> str:
    """Return the text as a value is written: bare, or quoted where it must be."""
    return text if _bare(text) else _unusual(text)


def _unusual(text: str) -> str:
    quoted = text.replace("\\", r"\\").replace('"', r"\"")
    if not text.isprintable():
        quoted = "".join(c if c.isprintable() else _escaped(c) for c in quoted)
    elif text and not _SPECIAL.search(text):
        return text  # letters beyond ASCII
    return f'"{quoted}"'


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def word(thing: object | None) -> str:
    """Return a public word as a value, `""` where there is none."""
    return '""' if thing is None else value(str(thing))


@lru_cache(maxsize=4096)
def ip(address: IpAddress) -> str:
    """Return the address as a value; a zone id is any text, so it is quoted."""
    return value(str(address))


def yes(flag: bool) -> str:
    """Return `Y` or `N`."""
    return "Y" if flag else "N"


def tally(sums: Tally) -> str:
    """Return `A/T/R`: accepted, temporarily failed, rejected."""
    return f"{sums.accepted}/{sums.deferred}/{sums.rejected}"


def seconds(length: Seconds) -> str:
    """Return the length in seconds, to the millisecond."""
    return f"{length:.3f}"


def listed(words: Iterable[str]) -> str:
    """Return words as one value, with commas between."""
    return value(",".join(words))
