"""The book of events: milestones as JSON records, and the raw lines between them."""

from collections.abc import Sequence

from glassine.events.ageing import Ageing
from glassine.events.milestones import Milestone
from glassine.store.api.events import EventFilter, StoredEvent, StoredLines
from glassine.store.api.ids import EventKey
from glassine.store.sqlite.aftermath import Aftermath
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.event_ageing import (
    age_events,
    age_stored_lines,
    make_indexes_anew,
)
from glassine.store.sqlite.event_columns import columns, recipients
from glassine.store.sqlite.event_search import Query, newest_first, oldest_first
from glassine.words.clock import Milliseconds
from glassine.words.public import ConnectionId

APPEND = """
    INSERT INTO event (at, type, direction, uuid, connection, mail_from, ip,
    message_id, spam, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
APPEND_RECIPIENT = "INSERT INTO event_recipient (address, at, key) VALUES (?, ?, ?)"
APPEND_LINES = "INSERT INTO lines (connection, at, lines) VALUES (?, ?, ?)"
LINES = "SELECT key, connection, at, lines FROM lines"
LAST = "SELECT seq FROM sqlite_sequence WHERE name = ?"
PRUNE = """
    DELETE FROM event WHERE key IN
    (SELECT key FROM event WHERE at < ? ORDER BY at LIMIT ?)
"""
PRUNE_LINES = """
    DELETE FROM lines WHERE key IN
    (SELECT key FROM lines WHERE at < ? ORDER BY at LIMIT ?)
"""


class SqliteEvents:
    """Milestones, and the raw lines between them."""

    def __init__(self, db: Database, after: Aftermath) -> None:
        self._db = db
        self._after = after

    def append(self, milestones: Sequence[Milestone]) -> None:
        """Keep milestones, rendered and indexed."""
        for event in milestones:
            self._db.run(APPEND, columns(event))
            key = self._db.last_key()
            for address in recipients(event):
                self._db.run(APPEND_RECIPIENT, (address, event.at, key))

    def append_lines(
        self, connection: ConnectionId | None, at: Milliseconds, lines: bytes
    ) -> None:
        """Keep raw lines of one connection."""
        self._db.run(APPEND_LINES, (connection, at, lines))

    def find(
        self, wanted: EventFilter, before: EventKey | None = None
    ) -> list[StoredEvent]:
        """Return matching events, newest first, from before a key where one is given.

        Newest is the latest `at`; of the same moment, the last kept.
        """
        return self._stored(newest_first(wanted, before))

    def after(self, key: EventKey, wanted: EventFilter) -> list[StoredEvent]:
        """Return matching events above a key, oldest first: what a follower lacks."""
        return self._stored(oldest_first(wanted, key))

    def lines(
        self, connection: ConnectionId | None, after: EventKey, limit: int
    ) -> list[StoredLines]:
        """Return lines above a key, oldest first; of all connections for None."""
        of = "" if connection is None else "connection = ? AND "
        values = () if connection is None else (connection,)
        sql = f"{LINES} WHERE {of}key > ? ORDER BY key LIMIT ?"
        return [
            StoredLines(*row) for row in self._db.rows(sql, (*values, after, limit))
        ]

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
        gone = self._db.run(PRUNE, (events, limit))
        return self._shredding(gone, self._db.run(PRUNE_LINES, (lines, limit)))

    def age(
        self, ageing: Ageing, before: Milliseconds, limit: int = 50
    ) -> tuple[int, int]:
        """Age what is older than this moment; return how many of each.

        What has aged that far, or is gone, is not visited again. An event is found no
        more by an address that it lost. No more than `limit` of each, as above.
        """
        aged = age_events(self._db, ageing, before, limit)
        return self._shredding(aged, age_stored_lines(self._db, ageing, before, limit))

    def shred(self) -> None:
        """Overwrite what is left on disk of addresses that were removed.

        It takes the longer the more is kept: once a day will do.
        """
        make_indexes_anew(self._db)
        self._after.shred_soon = True

    def _shredding(self, events: int, lines: int) -> tuple[int, int]:
        """What was forgotten is still in SQLite's log: it is to be emptied."""
        self._after.shred_soon |= bool(events or lines)
        return events, lines

    def _stored(self, query: Query) -> list[StoredEvent]:
        rows = self._db.rows(query.sql, query.values)
        return [StoredEvent(key, record) for _, key, record in rows]

    def _last(self, table: str) -> EventKey:
        row = self._db.row(LAST, (table,))
        return EventKey(row[0] if row else 0)
