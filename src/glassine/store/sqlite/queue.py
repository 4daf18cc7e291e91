"""The book of the queue: what is still to be sent, a row a recipient.

A claim is a lease: while it lasts the row is due at its end. A worker that dies lets
the row fall due again, and nobody has to notice.
"""

import json
from collections import Counter
from collections.abc import Collection, Sequence, Set
from operator import attrgetter

from glassine.store.api.ids import Missing
from glassine.store.api.queue import Failure, Queueing, QueueState
from glassine.store.sqlite.aftermath import Aftermath
from glassine.store.sqlite.blobs import SqliteBlobs
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.lanes import CONDEMNED, Lane, Lanes
from glassine.store.sqlite.queue_columns import ADD, SHOWN, as_failed, as_row, queueing
from glassine.store.sqlite.spelling import folded_if
from glassine.words.clock import Milliseconds
from glassine.words.public import Domain, QueueId

RULED = """
    SELECT 1 FROM hold_rule
    WHERE (by, whom) IN (VALUES ('sender', ?), ('domain', ?), ('account', ?))
"""
# A lane may be long: the unary plus keeps SQLite from walking it for one load.
CLAIM = f"""
    UPDATE queue SET leased = ?3 WHERE trans = (
        SELECT trans FROM queue WHERE lane = ?1 AND due <= ?2
        ORDER BY due, number LIMIT 1
    ) AND lane = ?1 AND +due <= ?2 RETURNING {SHOWN}
"""  # noqa: S608 (columns of ours)
RENEW = """
    UPDATE queue SET leased = ? WHERE leased IS NOT NULL
    AND id IN (SELECT value FROM json_each(?))
"""
GIVE_BACK = """
    UPDATE queue SET leased = NULL WHERE id IN (SELECT value FROM json_each(?))
"""
FREE = """
    UPDATE queue SET leased = NULL WHERE number IN (
        SELECT number FROM queue INDEXED BY queue_seen WHERE leased IS NOT NULL
    )
"""
PUT_BACK = """
    UPDATE queue SET fails = fails + 1, leased = NULL,
    next_try = iif(condemned, next_try, ?2),
    failed = ?3, code = ?4, enhanced = ?5, host = ?6, answer = ?7 WHERE id = ?1
"""


class SqliteQueue:
    """What is still to be sent, as those who send it take it and put it back."""

    def __init__(self, db: Database, blobs: SqliteBlobs, after: Aftermath) -> None:
        self._db = db
        self._blobs = blobs
        self._after = after
        self._lanes = Lanes(db)

    def add(self, rows: Sequence[Queueing]) -> Set[QueueId]:
        """Put recipients in the queue; return which begin held, as a rule has it.

        One may come claimed by who adds it, unless it begins held. Raises `Duplicate`,
        or `Missing` for a blob.
        """
        lanes: dict[tuple[object, str], int] = {}
        held = {
            row.id for row in rows if row.state is QueueState.HELD or self._ruled(row)
        }
        for row in rows:
            domain = CONDEMNED if row.condemned else row.recipient.domain.name
            if (lane := (row.account, domain)) not in lanes:
                lanes[lane] = self._lanes.made(row.account, domain, row.queued)
            self._db.run(ADD, as_row(row, held=row.id in held, lane=lanes[lane]))
        return held

    def claim(
        self,
        now: Milliseconds,
        until: Milliseconds,
        limit: int,
        *,
        excluding: Collection[Domain] = (),
        each: int | None = None,
    ) -> list[Queueing]:
        """Take due rows for one worker, until a moment; others do not see them.

        No more than `limit` loads, and no more than `each` to one domain. A load is all
        due rows of one transaction to one domain; its rows stand together. Accounts
        take turns, and within an account its domains do, whoever waits longest first.
        Of the domains excluded nothing is taken but what is condemned. A row that is
        not put back, given back or dropped by that moment falls due again.
        """
        loads: list[list[Queueing]] = []
        served: list[Lane] = []
        to = Counter[str]()
        for lane in (turns := self._lanes.due(now, excluding, limit)):
            if len(loads) == limit:
                break
            if to[lane.domain] == each:
                continue
            if load := self._take(lane, now, until):
                loads.append(load)
                served.append(lane)
                to[lane.domain] += 1
                turns.again(lane)
        self._lanes.serve((lane.number for lane in served), now)
        return [row for load in loads for row in load]

    def next_due(self, excluding: Collection[Domain] = ()) -> Milliseconds | None:
        """Return when the next row falls due, if any waits, of other domains."""
        return self._lanes.next_due(excluding)

    def renew(self, rows: Sequence[QueueId], until: Milliseconds) -> None:
        """Keep rows that are being tried until a later moment."""
        self._db.run(RENEW, (until, json.dumps(rows)))

    def give_back(self, rows: Sequence[QueueId]) -> None:
        """Let go of rows untried: they are due as before. One that is held stays so."""
        self._db.run(GIVE_BACK, (json.dumps(rows),))

    def put_back(self, row: QueueId, next_try: Milliseconds, failure: Failure) -> None:
        """A try failed: count it and wait until then. Raises `Missing`.

        A row that was held meanwhile stays held; one that was condemned is due now.
        """
        if not self._db.run(PUT_BACK, (row, next_try, *as_failed(failure))):
            raise Missing

    def warn(self, row: QueueId) -> None:
        """Note that the sender was told of the delay. Raises `Missing`."""
        if not self._db.run("UPDATE queue SET warned = 1 WHERE id = ?", (row,)):
            raise Missing

    def drop(self, row: QueueId) -> bool:
        """Forget a row (sent, bounced or dropped); tell whether it was there."""
        gone = self._db.rows("DELETE FROM queue WHERE id = ? RETURNING blob", (row,))
        self._blobs.release(blob for (blob,) in gone)
        self._after.shred_soon |= bool(gone)
        return bool(gone)

    def free(self) -> None:
        """End every lease: for who is alone, and knows that nobody tries anything."""
        self._db.run(FREE)

    def _take(
        self, lane: Lane, now: Milliseconds, until: Milliseconds
    ) -> list[Queueing]:
        """Return the load in this lane that is due first, leased; or nothing."""
        rows = map(queueing, self._db.rows(CLAIM, (lane.number, now, until)))
        return sorted(rows, key=attrgetter("place"))

    def _ruled(self, row: Queueing) -> bool:
        account = folded_if(row.account)
        about = folded_if(row.sender), row.recipient.domain.name, account
        return self._db.row(RULED, about) is not None
