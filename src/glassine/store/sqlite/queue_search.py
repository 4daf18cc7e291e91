"""From a filter of the queue to SQL that reads one index, whatever is asked.

Rows are wide, with what is sealed in them. So the numbers of those that match come from
an index that holds all that can be asked for, and only they are read. Where a UUID is
asked for, its own indexes have them.
"""

from collections.abc import Iterator
from typing import NamedTuple

from glassine.store.api.backlog import QueueFilter
from glassine.store.api.ids import QueuePlace
from glassine.store.sqlite.database import Value
from glassine.store.sqlite.queue_columns import SHOWN
from glassine.store.sqlite.spelling import folded_if

# as the column `state` says it, which is in no index
STATE = """CASE WHEN held THEN 'held' WHEN leased IS NULL THEN 'waiting'
    ELSE 'claimed' END"""
SEEN = "queue INDEXED BY queue_seen"
# C.1 begins C.1.2, and does not begin C.10: the next character after '.' is '/'
UUID = "(id = ?1 OR trans = ?1 OR trans > ?1 || '.' AND trans < ?1 || '/')"
BY_ACCOUNT = """lane IN (
    SELECT l.number FROM lane l JOIN sender s ON s.number = l.sender
    WHERE s.account = ?
)"""


class Query(NamedTuple):
    """SQL, and the values that fill it in."""

    sql: str
    values: list[Value]


def page(wanted: QueueFilter, after: QueuePlace | None) -> Query:
    """Return the query for one page of rows."""
    numbers = matching("number", wanted, after)
    sql = f"""
        SELECT {SHOWN} FROM queue WHERE number IN (
            {numbers.sql} ORDER BY number LIMIT ?
        ) ORDER BY number
    """  # noqa: S608 (values are bound)
    return Query(sql, [*numbers.values, wanted.limit])


def matching(what: str, wanted: QueueFilter, after: QueuePlace | None = None) -> Query:
    """Return the query for something of all that match."""
    asked = {term: value for term, value in _terms(wanted, after) if value is not None}
    where = " AND ".join(asked) or "TRUE"
    source = SEEN if wanted.uuid is None else "queue"
    sql = f"SELECT {what} FROM {source} WHERE {where}"  # noqa: S608 (values are bound)
    return Query(sql, list(asked.values()))


def _terms(
    wanted: QueueFilter, after: QueuePlace | None
) -> Iterator[tuple[str, Value]]:
    """Yield each condition that there may be, with the value that fills it in."""
    yield UUID, wanted.uuid
    yield "number > ?", after
    yield "queued >= ?", wanted.queued_from
    yield "queued <= ?", wanted.queued_until
    yield f"{STATE} = ?", wanted.state
    yield "code = ?", wanted.code
    yield "host = ? COLLATE NOCASE", None if wanted.host is None else wanted.host.name
    yield BY_ACCOUNT, folded_if(wanted.account)
    yield "to_domain = ?", None if wanted.domain is None else wanted.domain.name
    yield "to_folded = ?", folded_if(wanted.recipient)
    yield "from_folded = ?", folded_if(wanted.sender)
