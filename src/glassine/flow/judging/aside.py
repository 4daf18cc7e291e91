"""Large messages are looked at aside, so that nobody else waits for it.

What is small is looked at on the spot: to hand it to another thread costs more than
most looks do.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from glassine.flow.judging.contents import Contents

T = TypeVar("T")
FROM = 32 * 1024  # octets


class Aside(Protocol):
    """Does work where it keeps no session waiting."""

    async def __call__(self, work: Callable[[], T]) -> T:
        """Return what the work returns."""


async def look(aside: Aside, contents: Contents, work: Callable[[], T]) -> T:
    """Return what the work makes of these contents."""
    if len(contents.octets) < FROM:
        return work()
    return await aside(work)
