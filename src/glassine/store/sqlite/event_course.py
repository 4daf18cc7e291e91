"""Which way the pages of a search go, and from where."""

from dataclasses import dataclass
from typing import NamedTuple

from glassine.store.api.events import EventFilter
from glassine.store.api.ids import EventKey
from glassine.store.sqlite.database import Database, Value
from glassine.words.clock import Milliseconds

OLDEST = Milliseconds(-(1 << 62))
LATEST = Milliseconds(1 << 62)
PLACE = "SELECT at, key FROM event WHERE key = ?"

Place = tuple[Milliseconds, EventKey]


class Block(NamedTuple):
    """Events of consecutive keys, and between which moments they were."""

    number: int
    earliest: Milliseconds
    latest: Milliseconds


@dataclass(frozen=True, slots=True)
class Course:
    """Which way the pages go, and from where."""

    start: Place
    newer: bool = False

    def goes_to(self, place: Place) -> bool:
        """Tell whether an event lies on the way."""
        return place > self.start if self.newer else place < self.start

    def further(self, place: Place) -> "Course":
        """Return the rest of the way from there."""
        return Course(place, self.newer)

    def is_before(self, at: Milliseconds, block: Block) -> bool:
        """Tell whether a moment comes before all of a block."""
        return at < block.earliest if self.newer else at > block.latest

    def on_from(self, block: Block) -> tuple[Milliseconds, Milliseconds]:
        """Return between which moments lies what does not come before a block."""
        return (block.earliest, LATEST) if self.newer else (OLDEST, block.latest)

    def span(self, wanted: EventFilter) -> tuple[Milliseconds, Milliseconds]:
        """Return the first and the last moment that may be on the way."""
        since, until = wanted.since, wanted.until
        first = OLDEST if since is None else since
        last = LATEST if until is None else until
        if self.newer:
            return max(first, self.start[0]), last
        return first, min(last, self.start[0])


def course(
    db: Database, before: EventKey | None, newer_than: EventKey | None
) -> Course:
    """Return the course of a page beside a key. What is beside nothing is empty."""
    if newer_than is not None:
        return Course(_place(db, newer_than) or (LATEST, newer_than), newer=True)
    if before is not None:
        # Events of a pruned key were pruned with it: nothing is older.
        return Course(_place(db, before) or (OLDEST, before))
    return Course((LATEST, EventKey(0)))


def moments(wanted: EventFilter, course: Course) -> tuple[str, list[Value]]:
    """Return the condition of lying on the way, and its values.

    One bound is of a place, so that an index is entered there, and never walked to it.
    """
    first, last = course.span(wanted)
    if course.newer:
        start = max(course.start, (first, EventKey(0)))
        return "(at, key) > (?, ?) AND at <= ?", [*start, last]
    start = min(course.start, (Milliseconds(last + 1), EventKey(0)))
    return "(at, key) < (?, ?) AND at >= ?", [*start, first]


def _place(db: Database, key: EventKey) -> Place | None:
    row = db.row(PLACE, (key,))
    return (row[0], row[1]) if row else None
