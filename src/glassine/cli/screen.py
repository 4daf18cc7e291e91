"""The terminal: colours for people, plain bytes for programs.

rich leaves colours out where it is not a terminal and where `NO_COLOR` is set.
"""

import select
import sys
from collections.abc import Sized

from rich.console import Console


def for_people(*, json: bool = False) -> bool:
    """Tell whether a person reads: on a terminal, and not asking for JSON."""
    return sys.stdout.isatty() and not json


def say_if_none(found: Sized, *, json: bool) -> None:
    """Tell a person that a list is empty; a program sees that it is."""
    if not found and for_people(json=json):
        print("There is none.")


def console() -> Console:
    """Return what prints in colour, and takes no text for a command of its own."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


def write(data: bytes) -> None:
    """Print bytes as they are, at once."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def nobody_reads() -> bool:
    """Tell whether standard output is a pipe whose reader has gone."""
    poll = select.poll()
    poll.register(sys.stdout.fileno(), 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0))
