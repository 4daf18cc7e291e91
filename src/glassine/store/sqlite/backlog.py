"""The book of the queue as the operator reads and steers it: envelopes, by filters."""

import json
from collections.abc import Sequence

from glassine.store.api.backlog import Destination, QueueFilter
from glassine.store.api.ids import QueuePlace
from glassine.store.api.queue import Queueing
from glassine.store.sqlite.database import Database, Row
from glassine.store.sqlite.lanes import CONDEMNED, Lanes
from glassine.store.sqlite.queue_columns import SHOWN, queueing
from glassine.store.sqlite.queue_search import matching, page
from glassine.words.clock import Milliseconds
from glassine.words.public import Domain, QueueId

GET = f"SELECT {SHOWN} FROM queue WHERE id = ?"  # noqa: S608 (columns of ours)
HOLD = "UPDATE queue SET held = 1 WHERE id IN (SELECT value FROM json_each(?))"
RELEASE = """
    UPDATE queue SET held = 0, next_try = iif(held OR leased IS NULL, ?2, next_try)
    WHERE id IN (SELECT value FROM json_each(?1))
"""
CONDEMN = """
    UPDATE queue SET held = 0, condemned = 1, next_try = ?2, lane = ?3 WHERE id = ?1
"""
DESTINATIONS = """
    WITH waits AS (
        SELECT to_domain, count(*) AS rows, sum(held) AS held,
        min(queued) AS oldest,
        max(failed * 1000 + ifnull(code, 0)) % 1000 AS last_code
        FROM queue INDEXED BY queue_seen GROUP BY to_domain ORDER BY rows DESC LIMIT ?
    )
    SELECT to_domain, rows, held, oldest, min(due), last_code
    FROM waits LEFT JOIN lane ON domain = to_domain
    GROUP BY to_domain ORDER BY rows DESC, to_domain
"""


class SqliteBacklog:
    """What waits, and the operator's hand on it."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lanes = Lanes(db)

    def find(
        self, wanted: QueueFilter, after: QueuePlace | None = None
    ) -> list[Queueing]:
        """Return matching rows, oldest first, from after a place where one is given."""
        query = page(wanted, after)
        return [queueing(row) for row in self._db.rows(query.sql, query.values)]

    def get(self, row: QueueId) -> Queueing | None:
        """Return one row."""
        found = self._db.row(GET, (row,))
        return queueing(found) if found else None

    def count(self, wanted: QueueFilter, after: QueuePlace | None = None) -> int:
        """Return how many match, whatever the limit."""
        query = matching("count(*)", wanted, after)
        ((number,),) = self._db.rows(query.sql, query.values)
        return int(number)

    def destinations(self, limit: int) -> list[Destination]:
        """Return what waits by domain, the most first."""
        return [_destination(row) for row in self._db.rows(DESTINATIONS, (limit,))]

    def hold(self, rows: Sequence[QueueId]) -> int:
        """Keep rows from being tried; return how many were there.

        One that is being tried now is held if that try fails.
        """
        return self._db.run(HOLD, (json.dumps(rows),))

    def release(self, rows: Sequence[QueueId], now: Milliseconds) -> int:
        """Make rows due now, held or waiting; return how many were there.

        A claimed row is being tried already and is left alone.
        """
        return self._db.run(RELEASE, (json.dumps(rows), now))

    def condemn(self, rows: Sequence[QueueId], now: Milliseconds) -> int:
        """Give rows up, to be bounced by who claims them; return how many were there.

        A held one is held no longer. One that is being tried is bounced if that fails.
        """
        return sum(self._condemn(row, now) for row in rows)

    def _condemn(self, row: QueueId, now: Milliseconds) -> bool:
        """Move a row to the lane that leads to no domain."""
        found = self.get(row)
        if found is None:
            return False
        lane = self._lanes.made(found.account, CONDEMNED, now)
        return self._db.run(CONDEMN, (row, now, lane)) > 0


def _destination(row: Row) -> Destination:
    domain, rows, held, oldest, next_try, last_code = row
    return Destination(
        domain=Domain(domain),
        rows=rows,
        held=held,
        oldest=oldest,
        next_try=next_try,
        last_code=last_code or None,
    )
