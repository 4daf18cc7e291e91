"""From a filter to events, newest first, by one index of words.

Each condition is a set of words of which an event has one. The rarest set drives: its
postings lie in the order of time, so a page costs no sorting, however long the log;
the others are looked up for each. Where the two rarest are about as long, and neither
is very long, both are read whole instead: to read in order is far cheaper than to look
up. Where a condition has too many words for a set, what
comes is read and checked. Events that are in no index yet are looked through.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glassine.store.api.events import EventFilter, StoredEvent
from glassine.store.api.ids import EventKey
from glassine.store.sqlite.database import Database, Value
from glassine.store.sqlite.event_index import indexed
from glassine.store.sqlite.event_match import (
    limits_traits,
    matches,
    texts,
    wants,
    words_of,
)
from glassine.store.sqlite.event_words import (
    connection_name,
    message_name,
    spans,
)
from glassine.words.clock import Milliseconds

WIDEST = 200  # words of a set; what is wider is checked on each event instead
COUNTED = 20_000  # postings, to tell which set is the rarest
FEW = 400  # postings that are soon looked up
DEAR = 5  # how many postings are read in order while one is looked up
MOST = 4000  # candidates that are read at once

WORDS = "SELECT id FROM word WHERE text = ?"
BETWEEN = "SELECT id FROM word WHERE text BETWEEN ? AND ? LIMIT ?"
TRAITS = "SELECT id, text FROM word WHERE text BETWEEN 'T' AND 'U'"
# Kinds of word for people are lower-case letters: of the others nothing is sought.
CONTAINING = "SELECT id FROM word WHERE text >= 'a' AND instr(text, ?) > 1 LIMIT ?"
OF_NAME = """
    SELECT e.at, e.key, e.record FROM named n JOIN event e ON e.key = n.key
    WHERE n.name = ?
"""
TAIL = "SELECT at, key, record FROM event WHERE key > ? ORDER BY key LIMIT ?"
GET = "SELECT at, key, record FROM event WHERE key = ?"
OLDEST = Milliseconds(-(1 << 62))
LATEST = Milliseconds(1 << 62)

Set = list[int]
Row = tuple[Milliseconds, EventKey, bytes]
Place = tuple[Milliseconds, EventKey]


class Traits(list[int]):
    """The set of words that stand for traits, and those traits."""

    def __init__(self, words: list[int], numbers: list[int]) -> None:
        super().__init__(words)
        self.numbers = numbers


class Both(list[int]):
    """Two sets to be read side by side; what stands in both drives."""

    def __init__(self, first: "Set", second: "Set") -> None:
        super().__init__(first)
        self.second = second


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


def _place(db: Database, key: EventKey) -> Place | None:
    row = db.row(GET, (key,))
    return (row[0], row[1]) if row else None


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
    sets, is_whole = _sets(db, wanted)
    if all(sets):
        rarest = _side_by_side(_rarest_first(db, sets))
        yield from _indexed(db, wanted, rarest, course, is_whole)


def _name(wanted: EventFilter) -> bytes | None:
    if wanted.uuid is not None:
        return connection_name(wanted.uuid)
    return None if wanted.message_id is None else message_name(wanted.message_id)


def _indexed(
    db: Database,
    wanted: EventFilter,
    sets: list[Set],
    course: Course,
    is_whole: bool,
) -> Iterator[Row]:
    """Yield a page of what the indexes hold, asking for more while too little fits."""
    found, many = 0, wanted.limit
    while True:
        sql, values = candidates(wanted, sets, course, many)
        places = db.rows(sql, values)
        for place in places:
            row = db.row(GET, (place[1],))
            if row is not None and (is_whole or matches(wanted, row[0], row[2])):
                found += 1
                yield row
        if len(places) < many or found >= wanted.limit:
            return
        course, many = course.further(places[-1]), min(many * 4, MOST)


def _sets(db: Database, wanted: EventFilter) -> tuple[list[Set], bool]:
    """Return the sets of words, and whether they say all that was asked for.

    Where one is empty nothing can be found.
    """
    is_whole = True
    sets = [_ids(db, words) for words in words_of(wanted)]
    if limits_traits(wanted):
        rows = db.rows(TRAITS)
        fit = [(word, int(text[1:])) for word, text in rows]
        fit = [(word, traits) for word, traits in fit if wants(wanted, traits)]
        sets.append(Traits([w for w, _ in fit], [traits for _, traits in fit]))
    if wanted.ip is not None:
        near = _of_spans(db, list(spans(wanted.ip)))
        sets, is_whole = [*sets, *near], bool(near)
    for text in texts(wanted):
        found = db.rows(CONTAINING, (text, WIDEST + 1))
        if len(found) <= WIDEST:
            sets.append([each for (each,) in found])
        else:
            is_whole = False
    return sets, is_whole


def _of_spans(db: Database, known: Sequence[tuple[str, str]]) -> list[Set]:
    """Return the widest set that is narrow enough, if there is one."""
    for first, last in known:
        found = db.rows(BETWEEN, (first, last, WIDEST + 1))
        if len(found) <= WIDEST:
            return [[each for (each,) in found]]
    return []


def _ids(db: Database, words: set[str]) -> Set:
    return [each for word in sorted(words) for (each,) in db.rows(WORDS, (word,))]


def _rarest_first(db: Database, sets: list[Set]) -> list[tuple[int, Set]]:
    """Return sets by how common they are; of two as common, the dearest to look up."""
    if len(sets) < 2:
        return [(0, words) for words in sets]
    known = [(_rarity(db, words), words) for words in sets]
    return sorted(known, key=lambda k: (k[0], isinstance(k[1], Traits), -len(k[1])))


def _side_by_side(known: list[tuple[int, Set]]) -> list[Set]:
    """Return the sets, the two rarest as one where reading both is cheaper."""
    sets = [words for _, words in known]
    if len(known) < 2:
        return sets
    (rare, first), (common, second), *_ = known
    is_cheap = rare > FEW and common < min(rare * DEAR, COUNTED)
    if not is_cheap or isinstance(first, Traits) or isinstance(second, Traits):
        return sets
    return [Both(first, second), *sets[2:]]


def _rarity(db: Database, words: Set) -> int:
    some = f"SELECT 1 FROM posting WHERE word IN ({_listed(words)}) LIMIT {COUNTED}"  # noqa: S608 (ids of ours)
    sql = f"SELECT count(*) FROM ({some})"  # noqa: S608 (as above)
    ((count,),) = db.rows(sql)
    return int(count)


def candidates(
    wanted: EventFilter, sets: list[Set], course: Course, many: int
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
    wanted: EventFilter, sets: list[Set], course: Course
) -> Iterator[tuple[str, list[Value]]]:
    """Yield queries whose results are merged, each a run of one index."""
    where, values = _moments(wanted, course)
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
            f" WHERE word IN ({_listed(words)}) AND {where}"
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
        return f" AND traits IN ({_listed(words.numbers)})"
    return (
        " AND EXISTS (SELECT 1 FROM posting q WHERE"  # noqa: S608 (ids of ours)
        f" q.word IN ({_listed(words)}) AND q.at = p.at AND q.key = p.key)"
    )


def _moments(wanted: EventFilter, course: Course) -> tuple[str, list[Value]]:
    sign = ">" if course.newer else "<"
    where, values = f"(at, key) {sign} (?, ?)", list[Value](course.start)
    if wanted.since is not None:
        where, values = f"{where} AND at >= ?", [*values, wanted.since]
    if wanted.until is not None:
        where, values = f"{where} AND at <= ?", [*values, wanted.until]
    return where, values


def _listed(words: Set) -> str:
    return ", ".join(map(str, words))  # ids of ours
