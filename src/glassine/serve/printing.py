"""The raw log on standard output: as much of it as `[log] level` asks for.

Where nobody listens any more, or the disk it goes to is full, mail goes on all the
same: the lines are in the store as well.
"""

import os
import re
from collections.abc import Callable
from contextlib import suppress

from glassine.config.tables.records import LogLevel
from glassine.events.grammar import Level

_LEVELS = list(Level)  # the gravest first
_LAST = {
    LogLevel.ERROR: Level.ERROR,
    LogLevel.NOTICE: Level.NOTICE,
    LogLevel.INFO: Level.INFO,
}


def printer(
    level: LogLevel, write: Callable[[bytes], None] | None = None
) -> Callable[[bytes], None]:
    """Return what prints lines of this level and graver ones; others it drops."""
    write = write or write_out
    shown = _LEVELS[: _LEVELS.index(_LAST[level]) + 1]
    if level is LogLevel.INFO:  # nothing we say is less grave
        return write
    names = "|".join(shown).encode()
    lines = re.compile(rb"^\S+ \[(?:%b)\] .*\n" % names, re.MULTILINE)
    return lambda data: write(b"".join(lines.findall(data)))


def write_out(data: bytes) -> None:
    """Write to standard output, all of it or as much as it takes."""
    view = memoryview(data)
    with suppress(OSError):
        while view:
            view = view[os.write(1, view) :]
