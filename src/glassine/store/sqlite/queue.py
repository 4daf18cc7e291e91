"""The book of the queue: what is still to be sent, a row a recipient.

A claim is a lease: it moves the moment a row falls due to the lease's end. A worker
that dies lets the row fall due again, and nobody has to notice.
"""

from collections.abc import Sequence
from operator import attrgetter, itemgetter
from typing import Any

from glassine.store.api.ids import Missing
from glassine.store.api.queue import QueueFilter, Queueing, QueueState
from glassine.store.sqlite.aftermath import Aftermath
from glassine.store.sqlite.blobs import SqliteBlobs
from glassine.store.sqlite.database import Database, Row, Value
from glassine.store.sqlite.spelling import folded, folded_if
from glassine.words.clock import Milliseconds
from glassine.words.public import Address, QueueId, parse_address

COLUMNS = (
    "id, trans, account, sender, recipient, blob, sealed, message_id,"
    " queued, next_try, size, fails, state, last_code"
)
ADD = f"""
    INSERT INTO queue ({COLUMNS}, due, from_folded, to_folded, to_domain)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""  # noqa: S608 (columns above)
CLAIM = f"""
    UPDATE queue SET state = 'claimed', due = ?2 WHERE number IN (
        SELECT number FROM queue WHERE state <> 'held' AND due <= ?1
        ORDER BY due, number LIMIT ?3
    ) RETURNING number, {COLUMNS}
"""  # noqa: S608 (columns above)
PUT_BACK = """
    UPDATE queue SET fails = fails + 1, next_try = ?2, due = ?2, last_code = ?3,
    state = iif(state = 'held', 'held', 'waiting') WHERE id = ?1
"""
RELEASE = """
    UPDATE queue SET state = 'waiting', next_try = ?2, due = ?2
    WHERE id = ?1 AND state <> 'claimed'
"""
FIND = f"""
    SELECT {COLUMNS} FROM queue
    WHERE (?1 IS NULL OR from_folded = ?1) AND (?2 IS NULL OR to_folded = ?2)
    AND (?3 IS NULL OR to_domain = ?3) AND (?4 IS NULL OR state = ?4)
    ORDER BY number LIMIT ?5
"""  # noqa: S608 (columns above)


class SqliteQueue:
    """What is still to be sent, a row a recipient."""

    def __init__(self, db: Database, blobs: SqliteBlobs, after: Aftermath) -> None:
        self._db = db
        self._blobs = blobs
        self._after = after

    def add(self, rows: Sequence[Queueing]) -> None:
        """Put recipients in the queue. Raises `Duplicate`, or `Missing` for a blob."""
        self._db.run_each(ADD, [_row(row) for row in rows])

    def claim(
        self, now: Milliseconds, until: Milliseconds, limit: int
    ) -> list[Queueing]:
        """Take due rows for one worker, until a moment; others do not see them.

        Earliest due first. A row that is not put back or dropped by that moment falls
        due again.
        """
        rows = self._db.rows(CLAIM, (now, until, limit))
        claimed = [_queueing(row) for _, *row in sorted(rows, key=itemgetter(0))]
        return sorted(claimed, key=attrgetter("next_try"))

    def next_due(self) -> Milliseconds | None:
        """Return when the next row falls due, if any waits."""
        ((due,),) = self._db.rows("SELECT min(due) FROM queue WHERE state <> 'held'")
        return None if due is None else Milliseconds(due)

    def put_back(self, row: QueueId, next_try: Milliseconds, code: int | None) -> None:
        """A try failed: count it and wait until then. Raises `Missing`.

        A row that was held meanwhile stays held.
        """
        if not self._db.run(PUT_BACK, (row, next_try, code)):
            raise Missing

    def drop(self, row: QueueId) -> bool:
        """Forget a row (sent, bounced or dropped); tell whether it was there."""
        gone = self._db.rows("DELETE FROM queue WHERE id = ? RETURNING blob", (row,))
        self._blobs.release(blob for (blob,) in gone)
        self._after.shred_soon |= bool(gone)
        return bool(gone)

    def hold(self, row: QueueId) -> bool:
        """Keep a row from being tried; tell whether it was there."""
        return self._db.run("UPDATE queue SET state = 'held' WHERE id = ?", (row,)) > 0

    def release(self, row: QueueId, now: Milliseconds) -> bool:
        """Make a row due now, held or waiting; tell whether it was there.

        A claimed row is being tried already and is left alone.
        """
        self._db.run(RELEASE, (row, now))
        return self._db.row("SELECT 1 FROM queue WHERE id = ?", (row,)) is not None

    def find(self, wanted: QueueFilter) -> list[Queueing]:
        """Return rows, oldest first."""
        values: tuple[Value, ...] = (
            folded_if(wanted.sender),
            folded_if(wanted.recipient),
            wanted.domain.name if wanted.domain else None,
            wanted.state,
            wanted.limit,
        )
        return [_queueing(row) for row in self._db.rows(FIND, values)]


def _row(row: Queueing) -> Row:
    return (
        row.id,
        row.transaction,
        row.account and str(row.account),
        row.sender and str(row.sender),
        str(row.recipient),
        row.blob,
        row.sealed,
        row.message_id,
        row.queued,
        row.next_try,
        row.size,
        row.fails,
        row.state,
        row.last_code,
        row.next_try,
        folded_if(row.sender),
        folded(row.recipient),
        row.recipient.domain.name,
    )


def _queueing(row: Sequence[Any]) -> Queueing:
    name, trans, account, sender, recipient, blob, sealed, *rest = row
    message_id, queued, next_try, size, fails, state, last_code = rest
    return Queueing(
        id=name,
        transaction=trans,
        account=_address(account),
        sender=_address(sender),
        recipient=parse_address(recipient),
        blob=blob,
        sealed=sealed,
        message_id=message_id,
        queued=queued,
        next_try=next_try,
        size=size,
        fails=fails,
        state=QueueState(state),
        last_code=last_code,
    )


def _address(text: str | None) -> Address | None:
    return None if text is None else parse_address(text)
