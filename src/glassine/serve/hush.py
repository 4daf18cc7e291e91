"""Nobody but the journal prints: what others would say becomes an event without words.

A library's log line, a warning or a traceback can quote a message or a password. What
is kept is who spoke, how gravely and how often, or what broke and where.
"""

import asyncio
import logging
import os
import sys
import threading
import warnings
from contextlib import suppress
from types import TracebackType
from typing import Any

from glassine.events import lines
from glassine.events.facts import CodeName
from glassine.events.steps import LibrarySpoke
from glassine.flow.fault import faulted
from glassine.flow.journal import Journal
from glassine.words.clock import Clock


class _Counter(logging.Handler):
    def __init__(
        self, journal: Journal, clock: Clock, loop: asyncio.AbstractEventLoop
    ) -> None:
        super().__init__()
        self._loop = loop
        self._journal = journal
        self._clock = clock
        self._counts: dict[tuple[str, str], int] = {}

    def emit(self, record: logging.LogRecord) -> None:
        key = (record.name, record.levelname)
        self._counts[key] = self._counts.get(key, 0) + 1
        count = self._counts[key]
        if count & (count - 1):
            return  # told at 1, 2, 4, 8 …, so that a chatty library stays cheap
        spoke = LibrarySpoke(
            at=self._clock.now(),
            logger=CodeName(record.name),
            severity=CodeName(record.levelname),
            count=count,
        )
        with suppress(RuntimeError):  # the loop is closed: nobody keeps count any more
            self._loop.call_soon_threadsafe(self._journal.note, spoke)


def hush(journal: Journal, clock: Clock, loop: asyncio.AbstractEventLoop) -> None:
    """Route loggers, warnings and unhandled exceptions to the journal."""

    def broke(exception: BaseException | None) -> None:
        if exception is None:
            return
        event = faulted(exception, clock.now())
        try:
            loop.call_soon_threadsafe(journal.note, event)
        except RuntimeError:  # the loop is closed
            write_error(lines.render(event))

    def in_loop(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        broke(context.get("exception"))

    def at_top(
        kind: type[BaseException], exc: BaseException, tb: TracebackType | None
    ) -> None:
        write_error(lines.render(faulted(exc, clock.now())))  # no loop runs any more

    counter = _Counter(journal, clock, loop)
    logging.basicConfig(handlers=[counter], level=logging.WARNING, force=True)
    logging.raiseExceptions = False
    warnings.simplefilter("ignore")
    loop.set_exception_handler(in_loop)
    sys.excepthook = at_top
    sys.unraisablehook = lambda unraisable: broke(unraisable.exc_value)
    threading.excepthook = lambda failed: broke(failed.exc_value)


def write_error(line: bytes) -> None:
    """Write to standard error what no journal can keep any more."""
    with suppress(OSError):
        os.write(2, line)
