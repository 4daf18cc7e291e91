"""From a filter to SQL that one index carries, whatever the filter.

The most selective condition drives: its index, which ends in the time, yields rows
newest first, and the other conditions are checked on each row (a unary `+` keeps
SQLite from choosing otherwise). So a page costs no sorting, however long the log.
Several types are as many runs of one index, which SQLite merges.
"""

from collections.abc import Iterator
from typing import NamedTuple

from glassine.store.api.events import EventFilter
from glassine.store.api.ids import EventKey
from glassine.store.sqlite.database import Value
from glassine.store.sqlite.event_columns import connection_of
from glassine.store.sqlite.spelling import folded, span

EVENTS = "event e"
EVENTS_TO = "event_recipient r CROSS JOIN event e ON e.key = r.key"


class Condition(NamedTuple):
    """A test of one column, and the values that fill it in."""

    column: str
    test: str
    values: tuple[Value, ...]


class Query(NamedTuple):
    """SQL, and the values that fill it in."""

    sql: str
    values: list[Value]


def newest_first(wanted: EventFilter, before: EventKey | None) -> Query:
    """Return the query for one page of events."""
    if wanted.rcpt_to is not None:
        pages = [_to(folded(wanted.rcpt_to), list(_columns(wanted)), wanted, before)]
    else:
        pages = [_page(run, wanted, before) for run in _runs(wanted)]
    sql = " UNION ALL ".join(page.sql for page in pages)
    values = [value for page in pages for value in page.values]
    return Query(f"{sql} ORDER BY 1 DESC, 2 DESC LIMIT ?", [*values, wanted.limit])


def oldest_first(wanted: EventFilter, after: EventKey) -> Query:
    """Return the query for what is above a key."""
    terms = [*_columns(wanted), *_moments("e", wanted, None)]
    if wanted.rcpt_to is not None:
        terms.append(_has_recipient(folded(wanted.rcpt_to)))
    checks = "".join(f" AND +{term.column} {term.test}" for term in terms)
    # columns and tests are literals of this file; values are bound
    sql = f"SELECT e.at, e.key, e.record FROM event e WHERE e.key > ?{checks}"  # noqa: S608 (values are bound)
    values = [after, *(value for term in terms for value in term.values)]
    return Query(f"{sql} ORDER BY e.key LIMIT ?", [*values, wanted.limit])


def _runs(wanted: EventFilter) -> Iterator[list[Condition]]:
    """Yield the conditions, the driving one first: once for each run to merge."""
    conditions = list(_columns(wanted))
    if not conditions or conditions[0].column != "e.type":
        yield conditions
        return
    for kind in sorted(wanted.types):
        yield [Condition("e.type", "= ?", (kind,)), *conditions[1:]]


def _page(
    conditions: list[Condition], wanted: EventFilter, before: EventKey | None
) -> Query:
    drive, checks = conditions[:1], conditions[1:]
    return _select(EVENTS, "e", drive, checks, _moments("e", wanted, before))


def _to(
    address: str,
    checks: list[Condition],
    wanted: EventFilter,
    before: EventKey | None,
) -> Query:
    drive = [Condition("r.address", "= ?", (address,))]
    return _select(EVENTS_TO, "r", drive, checks, _moments("r", wanted, before))


def _select(
    source: str,
    row: str,
    drive: list[Condition],
    checks: list[Condition],
    moments: list[Condition],
) -> Query:
    terms = [f"{term.column} {term.test}" for term in (*drive, *moments)]
    terms += [f"+{term.column} {term.test}" for term in checks]
    where = " AND ".join(terms) or "TRUE"
    # as above
    sql = f"SELECT {row}.at, {row}.key, e.record FROM {source} WHERE {where}"  # noqa: S608 (values are bound)
    values = [v for term in (*drive, *moments, *checks) for v in term.values]
    return Query(sql, values)


def _columns(wanted: EventFilter) -> Iterator[Condition]:
    """Yield what is asked of an event's columns, the most selective first."""
    if wanted.uuid is not None:
        # C.1 begins C.1.2, and does not begin C.10
        begins = "= ? AND instr(e.uuid || '.', ? || '.') = 1"
        values = (connection_of(wanted.uuid), wanted.uuid)
        yield Condition("e.connection", begins, values)
    if wanted.message_id is not None:
        yield Condition("e.message_id", "= ?", (wanted.message_id,))
    if wanted.mail_from is not None:
        yield Condition("e.mail_from", "= ?", (folded(wanted.mail_from),))
    if wanted.ip is not None:
        first, last = span(wanted.ip)
        alone = first == last
        yield Condition(
            "e.ip", "= ?" if alone else "BETWEEN ? AND ?", (first, last)[alone:]
        )
    if wanted.spam is not None:
        yield Condition("e.spam", "= ?", (wanted.spam,))
    if wanted.types:
        marks = ", ".join("?" * len(wanted.types))
        yield Condition("e.type", f"IN ({marks})", tuple(sorted(wanted.types)))
    if wanted.direction is not None:
        yield Condition("e.direction", "= ?", (wanted.direction,))


def _moments(row: str, wanted: EventFilter, before: EventKey | None) -> list[Condition]:
    """Return what is asked of the time, in the columns in which indexes end."""
    asked = []
    if before is not None:
        # Events of a pruned key were pruned with it: nothing is older.
        than = "< ((SELECT at FROM event WHERE key = ?), ?)"
        asked.append(Condition(f"({row}.at, {row}.key)", than, (before, before)))
    if wanted.since is not None:
        asked.append(Condition(f"{row}.at", ">= ?", (wanted.since,)))
    if wanted.until is not None:
        asked.append(Condition(f"{row}.at", "<= ?", (wanted.until,)))
    return asked


def _has_recipient(address: str) -> Condition:
    named = (
        "IN (SELECT r.at FROM event_recipient r WHERE r.address = ? AND r.key = e.key)"
    )
    return Condition("e.at", named, (address,))
