"""The indexes of events, written by the batch.

Words lie scattered over an index, so that to enter each event as it comes would write
a page a word. A batch is sorted first, and each page is written once for all of its
events. Until its batch comes an event is found by looking through the last few.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from glassine.events.record import decoded
from glassine.store.sqlite import event_bits
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.event_words import Facts, connection_name, facts
from glassine.words.clock import Milliseconds

BATCH = 256  # events or lines that wait
BUCKET = 600_000  # milliseconds of a tally

INDEXED = "SELECT key FROM indexed WHERE book = ?"
SET_INDEXED = "INSERT OR REPLACE INTO indexed (book, key) VALUES (?, ?)"
NEXT = "SELECT key, at, record FROM event WHERE key > ? ORDER BY key LIMIT ?"
NEXT_LINES = "SELECT connection, key FROM lines WHERE key > ? ORDER BY key LIMIT ?"
WORD = "SELECT id FROM word WHERE text = ?"
POST = "INSERT OR IGNORE INTO posting (word, at, key, traits) VALUES (?, ?, ?, ?)"
UNPOST = "DELETE FROM posting WHERE word = ? AND at = ? AND key = ?"
NAME = "INSERT OR IGNORE INTO named (name, key) VALUES (?, ?)"
UNNAME = "DELETE FROM named WHERE name = ? AND key = ?"
COUNT = """
    INSERT INTO tally (word, bucket, events) VALUES (?, ?, ?)
    ON CONFLICT (word, bucket) DO UPDATE SET events = events + excluded.events
"""
OF_LINES = "INSERT OR IGNORE INTO lines_of (connection, key) VALUES (?, ?)"

Known = tuple[int, Milliseconds, Facts]  # key, moment, facts


def indexed(db: Database, book: str) -> int:
    """Return up to which key a table is in its indexes."""
    row = db.row(INDEXED, (book,))
    return int(row[0]) if row else 0


def index_events(db: Database, newest: int) -> None:
    """Enter what waits, if it is enough; `newest` is the newest key."""
    start = indexed(db, "event")
    if newest - start < BATCH:
        return
    rows = db.rows(NEXT, (start, 4 * BATCH))
    enter(db, [(key, at, facts(decoded(record))) for key, at, record in rows])
    until = rows[-1][0] if rows else newest
    db.run(SET_INDEXED, ("event", until))
    event_bits.gather(db, until)


def index_lines(db: Database, newest: int) -> None:
    """Enter lines that wait, if they are enough."""
    start = indexed(db, "lines")
    if newest - start < BATCH:
        return
    rows = db.rows(NEXT_LINES, (start, 4 * BATCH))
    entries = [(connection_name(c), key) for c, key in rows if c is not None]
    db.run_each(OF_LINES, sorted(entries))
    db.run(SET_INDEXED, ("lines", rows[-1][1] if rows else newest))


def enter(db: Database, known: Sequence[Known], *, count: bool = True) -> None:
    """Enter events in every index, each in its order."""
    ids = _ids(db, {word for _, _, each in known for word in _all_words(each)})
    postings = [
        (ids[word], at, key, each.traits)
        for key, at, each in known
        for word in each.words
    ]
    db.run_each(POST, sorted(postings))
    db.run_each(NAME, sorted(_names(known)))
    if not count:
        event_bits.drop(db, ((word, key) for word, _, key, _ in postings))
        return
    places = [(at, key) for key, at, _ in known]
    event_bits.note(db, places, (word for word, *_ in postings))
    sums = Counter(
        (ids[word], at // BUCKET) for _, at, each in known for word in each.counted
    )
    db.run_each(COUNT, sorted((*place, n) for place, n in sums.items()))


def take_out(db: Database, known: Sequence[Known]) -> None:
    """Take events out of every index; they stay counted."""
    ids = {word: _id(db, word) for _, _, each in known for word in each.words}
    postings = [
        (found, at, key)
        for key, at, each in known
        for word in each.words
        if (found := ids[word]) is not None
    ]
    db.run_each(UNPOST, postings)
    event_bits.drop(db, ((word, key) for word, _, key in postings))
    db.run_each(UNNAME, sorted(_names(known)))


def _all_words(each: Facts) -> Iterable[str]:
    return {*each.words, *each.counted}


def _names(known: Sequence[Known]) -> Iterable[tuple[bytes, int]]:
    for key, _, each in known:
        for name in (each.connection, each.message_id):
            if name is not None:
                yield name, key


def _ids(db: Database, words: set[str]) -> dict[str, int]:
    return {word: _id(db, word) or _new_id(db, word) for word in sorted(words)}


def _id(db: Database, word: str) -> int | None:
    row = db.row(WORD, (word,))
    return int(row[0]) if row else None


def _new_id(db: Database, word: str) -> int:
    db.run("INSERT INTO word (text) VALUES (?)", (word,))
    return db.last_key()
