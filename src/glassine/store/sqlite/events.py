"""The book of events: milestones as JSON records, and the raw lines between them."""

from collections.abc import Sequence

from glassine.events.ageing import Ageing, Stage
from glassine.events.milestones import Milestone, Operated
from glassine.events.record import decoded, render
from glassine.store.api.events import (
    Count,
    Counted,
    EventFilter,
    StoredEvent,
    StoredLines,
)
from glassine.store.api.ids import EventKey
from glassine.store.sqlite import event_bits, event_search
from glassine.store.sqlite.aftermath import Aftermath
from glassine.store.sqlite.chain import SqliteChain
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.event_ageing import (
    age_events,
    age_stored_lines,
    forget_words,
)
from glassine.store.sqlite.event_counts import counts, forget, forget_names
from glassine.store.sqlite.event_course import course
from glassine.store.sqlite.event_index import (
    index_events,
    index_lines,
    indexed,
    take_out,
)
from glassine.store.sqlite.event_words import connection_name, facts
from glassine.words.clock import Milliseconds
from glassine.words.public import ConnectionId

APPEND = "INSERT INTO event (at, record) VALUES (?, ?)"
APPEND_LINES = "INSERT INTO lines (connection, at, lines) VALUES (?, ?, ?)"
GET = "SELECT key, record FROM event WHERE key = ?"
LINES = """
    SELECT key, connection, at, lines FROM lines WHERE key > ? ORDER BY key LIMIT ?
"""
LINES_OF = """
    SELECT * FROM (
        SELECT l.key, l.connection, l.at, l.lines FROM lines_of o
        JOIN lines l ON l.key = o.key WHERE o.connection = ? AND o.key > ?
        ORDER BY o.key LIMIT ?
    )
    UNION ALL
    SELECT key, connection, at, lines FROM lines
    WHERE key > ? AND connection = ?
    ORDER BY 1 LIMIT ?
"""
LAST = "SELECT seq FROM sqlite_sequence WHERE name = ?"
# The operators' log is pruned as a chain, from its first row on.
OLD = """
    SELECT key, at, record FROM event WHERE aged IN (0, 1, 2) AND at < ?
    AND NOT EXISTS (SELECT 1 FROM chain c WHERE c.event = event.key) LIMIT ?
"""
OLD_LINES = """
    SELECT key, connection FROM lines WHERE aged IN (0, 1, 2) AND at < ? LIMIT ?
"""


class SqliteEvents:
    """Milestones, and the raw lines between them."""

    def __init__(self, db: Database, after: Aftermath, chain: SqliteChain) -> None:
        self._db = db
        self._after = after
        self._chain = chain

    def append(self, milestones: Sequence[Milestone]) -> None:
        """Keep milestones, rendered and indexed; an operator's go into the chain."""
        key = EventKey(0)
        for event in milestones:
            record = render(event)
            self._db.run(APPEND, (event.at, record))
            key = EventKey(self._db.last_key())
            if isinstance(event, Operated):
                self._chain.bind(key, event.at, record)
        index_events(self._db, key)

    def append_lines(
        self, connection: ConnectionId | None, at: Milliseconds, lines: bytes
    ) -> None:
        """Keep raw lines of one connection."""
        self._db.run(APPEND_LINES, (connection, at, lines))
        index_lines(self._db, self._db.last_key())

    def find(
        self,
        wanted: EventFilter,
        before: EventKey | None = None,
        *,
        newer_than: EventKey | None = None,
    ) -> list[StoredEvent]:
        """Return matching events, newest first, from before a key where one is given.

        Newest is the latest `at`; of the same moment, the last kept. With `newer_than`
        it is the page next to that key, on its newer side.
        """
        beside = course(self._db, before, newer_than)
        return event_search.find(self._db, wanted, beside)

    def get(self, key: EventKey) -> StoredEvent | None:
        """Return one event."""
        row = self._db.row(GET, (key,))
        return StoredEvent(*row) if row else None

    def counts(
        self,
        of: Counted,
        since: Milliseconds,
        until: Milliseconds,
        step: Milliseconds,
    ) -> list[Count]:
        """Return counts over time, oldest first, by steps from `since` on.

        They are kept by ten minutes, so `since` and `step` are best multiples of that.
        """
        return counts(self._db, of, since, until, step)

    def after(self, key: EventKey, wanted: EventFilter) -> list[StoredEvent]:
        """Return matching events above a key, oldest first: what a follower lacks."""
        return event_search.follow(self._db, wanted, key)

    def lines(
        self, connection: ConnectionId | None, after: EventKey, limit: int
    ) -> list[StoredLines]:
        """Return lines above a key, oldest first; of all connections for None."""
        if connection is None:
            rows = self._db.rows(LINES, (after, limit))
        else:
            until = max(after, indexed(self._db, "lines"))
            name = connection_name(connection)
            values = (name, after, limit, until, connection, limit)
            rows = self._db.rows(LINES_OF, values)
        return [StoredLines(*row) for row in rows]

    def last(self) -> tuple[EventKey, EventKey]:
        """Return the newest keys of events and of lines."""
        return self._last("event"), self._last("lines")

    def prune(
        self, events: Milliseconds, lines: Milliseconds, limit: int = 10_000
    ) -> tuple[int, int]:
        """Remove what is older than these moments; return how many of each.

        No more than `limit` of each, so that nobody waits long: call it until it
        removes less.
        """
        gone = self._chain.prune(events, limit)
        rows = self._db.rows(OLD, (events, limit - gone))
        known = [(key, at, facts(decoded(record))) for key, at, record in rows]
        take_out(self._db, known)
        self._db.run_each("DELETE FROM event WHERE key = ?", [r[:1] for r in rows])
        forget(self._db, events)
        event_bits.forget(self._db)
        return self._shredding(gone + len(rows), self._prune_lines(lines, limit))

    def age(
        self, ageing: Ageing, before: Milliseconds, limit: int = 50
    ) -> tuple[int, int]:
        """Age what is older than this moment; return how many of each.

        What has aged that far, or is gone, is not visited again. An event is found no
        more by an address that it lost. No more than `limit` of each, as above.
        """
        aged = age_events(self._db, ageing, before, limit)
        if ageing.stage >= Stage.BLURRED:
            forget_names(self._db, before)
        return self._shredding(aged, age_stored_lines(self._db, ageing, before, limit))

    def shred(self) -> None:
        """Overwrite what is left on disk of addresses that were removed.

        It takes the longer the more is kept: once a day will do.
        """
        forget_words(self._db)
        self._after.shred_soon = True

    def _shredding(self, events: int, lines: int) -> tuple[int, int]:
        """What was forgotten is still in SQLite's log: it is to be emptied."""
        self._after.shred_soon |= bool(events or lines)
        return events, lines

    def _prune_lines(self, before: Milliseconds, limit: int) -> int:
        rows = self._db.rows(OLD_LINES, (before, limit))
        names = [(connection_name(c), key) for key, c in rows if c is not None]
        unname = "DELETE FROM lines_of WHERE connection = ? AND key = ?"
        self._db.run_each(unname, names)
        self._db.run_each("DELETE FROM lines WHERE key = ?", [r[:1] for r in rows])
        return len(rows)

    def _last(self, table: str) -> EventKey:
        row = self._db.row(LAST, (table,))
        return EventKey(row[0] if row else 0)
