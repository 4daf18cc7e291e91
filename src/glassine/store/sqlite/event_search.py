"""From a filter to events, newest first, by one index of words.

Each condition is a set of words of which an event has one. The rarest set drives: its
postings lie in the order of time, so a page costs no sorting, however long the log;
the others are looked up for each. Where the two rarest are about as long, and neither
is very long, both are read whole instead: to read in order is far cheaper than to look
up. Where all are common their bits are compared, unless they meet often. Where a
condition has too many words for a set, what comes is read and checked. Events that are
in no index yet are looked through.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from glassine.store.api.events import EventFilter, StoredEvent
from glassine.store.api.ids import EventKey
from glassine.store.sqlite.database import Database, Value
from glassine.store.sqlite.event_course import Course, Place, moments
from glassine.store.sqlite.event_index import indexed
from glassine.store.sqlite.event_match import is_in_time, matches
from glassine.store.sqlite.event_meetings import Meeting, meetings
from glassine.store.sqlite.event_sets import (
    COUNTED,
    Both,
    Set,
    Traits,
    listed,
    lookups,
    rarest_first,
    sets_of,
    side_by_side,
)
from glassine.store.sqlite.event_words import connection_name, message_name
from glassine.words.clock import Milliseconds

MOST = 4000  # candidates that are read at once
SELDOM = 2  # pages of candidates that may be read where one would do

OF_NAME = """
    SELECT e.at, e.key, e.record FROM named n JOIN event e ON e.key = n.key
    WHERE n.name = ?
"""
TAIL = "SELECT at, key, record FROM event WHERE key > ? ORDER BY key LIMIT ?"
GET = "SELECT at, key, record FROM event WHERE key = ?"

Row = tuple[Milliseconds, EventKey, bytes]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for, of which part of time."""

    wanted: EventFilter
    course: Course
    is_whole: bool  # the sets of words say all of it

    def is_answered_by(self, row: Row) -> bool:
        """Tell whether an event that has all the words is one that was asked for."""
        at, key, record = row
        if not self.course.goes_to((at, key)):
            return False
        if self.is_whole:
            return is_in_time(self.wanted, at)
        return matches(self.wanted, at, record)

    def between(self, earliest: Milliseconds, latest: Milliseconds) -> "Question":
        """Return the question of a part of that time."""
        first, last = self.course.span(self.wanted)
        since, until = max(first, earliest), min(last, latest)
        return replace(self, wanted=replace(self.wanted, since=since, until=until))


def find(db: Database, wanted: EventFilter, course: Course) -> list[StoredEvent]:
    """Return the next events on the course; newest first, whichever way it goes."""
    found = {(at, key): record for at, key, record in _found(db, wanted, course)}
    places = sorted(found, reverse=not course.newer)[: wanted.limit]
    if course.newer:
        places.reverse()
    return [StoredEvent(place[1], found[place]) for place in places]


def follow(db: Database, wanted: EventFilter, key: EventKey) -> list[StoredEvent]:
    """Return events above a key, oldest first."""
    found: list[StoredEvent] = []
    all_fit = wanted == EventFilter(limit=wanted.limit)
    while rows := db.rows(TAIL, (key, MOST)):
        found += [
            StoredEvent(k, r) for at, k, r in rows if all_fit or matches(wanted, at, r)
        ]
        key = rows[-1][1]
        if len(found) >= wanted.limit:
            break
    return found[: wanted.limit]


def _found(db: Database, wanted: EventFilter, course: Course) -> Iterator[Row]:
    name = _name(wanted)
    until = indexed(db, "event")
    for row in db.rows(TAIL, (until, 1 << 30)):
        if course.goes_to(row[:2]) and matches(wanted, row[0], row[2]):
            yield row
    if name is not None:
        rows = db.rows(OF_NAME, (name,))
        yield from (
            r for r in rows if course.goes_to(r[:2]) and matches(wanted, r[0], r[2])
        )
        return
    sets, is_whole = sets_of(db, wanted)
    if all(sets):
        question = Question(wanted, course, is_whole)
        yield from _of_sets(db, question, rarest_first(db, sets))


def _name(wanted: EventFilter) -> bytes | None:
    if wanted.uuid is not None:
        return connection_name(wanted.uuid)
    return None if wanted.message_id is None else message_name(wanted.message_id)


def _of_sets(
    db: Database, question: Question, known: Sequence[tuple[int, Set]]
) -> Iterator[Row]:
    """Yield a page of what has one of each set; how common each is, is known."""
    sets = side_by_side(known)
    if len(sets) < 2 or isinstance(sets[0], Both) or lookups(known) < COUNTED:
        return _indexed(db, question, sets)
    return _of_common(db, question, sets)


def _indexed(db: Database, question: Question, sets: Sequence[Set]) -> Iterator[Row]:
    """Yield a page of what the indexes hold, asking for more while too little fits."""
    wanted, course = question.wanted, question.course
    found, many = 0, wanted.limit
    while True:
        sql, values = candidates(wanted, sets, course, many)
        places = db.rows(sql, values)
        for row in _at(db, question, (key for _, key in places)):
            found += 1
            yield row
        if len(places) < many or found >= wanted.limit:
            return
        course, many = course.further(places[-1]), min(many * 4, MOST)


def _of_common(db: Database, question: Question, sets: Sequence[Set]) -> Iterator[Row]:
    """Yield a page of what has one of each set, where that is dear to look up.

    What they have together is told by bits where it is little, else looked up.
    """
    course, found = question.course, set[Place]()  # some are found twice
    most = SELDOM * question.wanted.limit
    for meeting in meetings(db, question.wanted, sets, course, most):
        for row in _met(db, question, meeting):
            found.add(row[:2])
            yield row
        rest, limit = meeting.rest, question.wanted.limit
        if rest is None or len(found) < limit:
            continue
        if sum(course.is_before(at, rest) for at, _ in found) >= limit:
            return


def _met(db: Database, question: Question, meeting: Meeting) -> Iterator[Row]:
    if meeting.events is not None:
        return _at(db, replace(question, is_whole=False), meeting.events)
    there = question.between(meeting.earliest, meeting.latest)
    return _indexed(db, there, meeting.sets)


def _at(db: Database, question: Question, keys: Iterable[EventKey]) -> Iterator[Row]:
    """Yield those that fit of the events of these keys."""
    for key in keys:
        row = db.row(GET, (key,))
        if row is not None and question.is_answered_by(row):
            yield row


def candidates(
    wanted: EventFilter, sets: Sequence[Set], course: Course, many: int
) -> tuple[str, list[Value]]:
    """Return the query for the next places at which an event may fit."""
    order = "ASC" if course.newer else "DESC"
    runs = list(_runs(wanted, sets, course))
    one = " UNION ".join(
        f"SELECT * FROM ({sql} ORDER BY at {order}, key {order} LIMIT {many})"  # noqa: S608 (numbers of ours)
        for sql, _ in runs
    )
    values = [value for _, each in runs for value in each]
    return f"{one} ORDER BY 1 {order}, 2 {order} LIMIT {many}", values


def _runs(
    wanted: EventFilter, sets: Sequence[Set], course: Course
) -> Iterator[tuple[str, list[Value]]]:
    """Yield queries whose results are merged, each a run of one index."""
    where, values = moments(wanted, course)
    if not sets:
        for aged in (0, 1, 2):
            sql = f"SELECT at, key FROM event WHERE aged = ? AND {where}"  # noqa: S608 (values are bound)
            yield sql, [aged, *values]
        return
    drive, *others = sets
    checks = "".join(map(_check, others))
    if isinstance(drive, Both):
        both = " INTERSECT ".join(
            f"SELECT at, key, traits FROM posting"  # noqa: S608 (ids of ours)
            f" WHERE word IN ({listed(words)}) AND {where}"
            for words in (drive, drive.second)
        )
        yield f"SELECT at, key FROM ({both}) p WHERE true{checks}", [*values, *values]  # noqa: S608 (as above)
        return
    for word in drive:
        sql = f"SELECT at, key FROM posting p WHERE word = ? AND {where}{checks}"  # noqa: S608 (values are bound)
        yield sql, [word, *values]


def _check(words: Set) -> str:
    """Return the check that an event has one of these; its traits lie beside it."""
    if isinstance(words, Traits):
        return f" AND traits IN ({listed(words.numbers)})"
    return (
        " AND EXISTS (SELECT 1 FROM posting q WHERE"  # noqa: S608 (ids of ours)
        f" q.word IN ({listed(words)}) AND q.at = p.at AND q.key = p.key)"
    )
