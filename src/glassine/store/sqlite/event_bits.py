"""Which events have a common word, a bit an event.

Keys are taken in blocks. Once a block is whole, the words that many of its events have
are read from the postings and kept once more as bits: two of them are compared in far
less time than the postings of one are read. A word that has no bits in a block is read
from its postings, which are few.
Who changes postings of a whole block drops the bits of that word, so that no address
that an event lost can be told from them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from glassine.store.sqlite.database import Database
from glassine.words.clock import Milliseconds

BLOCK = 4096  # keys
OCTETS = BLOCK // 8
SHARE = 128  # a word that more than one of so many events have may be common
LEAST = BLOCK // 256  # events of a block: of fewer the postings are soon read

MARK = """
    INSERT INTO event_block (number, earliest, latest) VALUES (?, ?, ?)
    ON CONFLICT (number) DO UPDATE SET
    earliest = min(earliest, excluded.earliest), latest = max(latest, excluded.latest)
"""
MAY_BE_COMMON = "INSERT OR IGNORE INTO common (word) VALUES (?)"
COMMON = "SELECT word FROM common ORDER BY word"
GATHERED = "SELECT key FROM indexed WHERE book = 'bits'"
SET_GATHERED = "INSERT OR REPLACE INTO indexed (book, key) VALUES ('bits', ?)"
OF_BLOCK = """
    SELECT key FROM posting, event_block WHERE word = ? AND number = ?
    AND at BETWEEN earliest AND latest AND key BETWEEN ? AND ?
"""
KEEP = "INSERT OR REPLACE INTO event_bits (word, block, bits) VALUES (?, ?, ?)"
DROP = "DELETE FROM event_bits WHERE word = ? AND block = ?"
FORGET = "DELETE FROM event_block WHERE number < (SELECT min(key) FROM event) / ?"

Place = tuple[Milliseconds, int]  # moment, key
Posted = tuple[int, int]  # word, key


def note(db: Database, places: Sequence[Place], words: Iterable[int]) -> None:
    """Note a batch: when its events were, in the order of keys, and what they say."""
    for number, some in groupby(places, lambda place: place[1] // BLOCK):
        moments = [at for at, _ in some]
        db.run(MARK, (number, min(moments), max(moments)))
    often = [(word,) for word, n in Counter(words).items() if n > len(places) // SHARE]
    db.run_each(MAY_BE_COMMON, often)


def gather(db: Database, until: int) -> None:
    """Gather the bits of the newest block, if it has become whole with this key."""
    whole = (until + 1) // BLOCK
    if whole * BLOCK <= _gathered(db) + 1:
        return
    for (word,) in db.rows(COMMON):
        _keep(db, word, whole - 1)
    db.run("DELETE FROM common")
    db.run(SET_GATHERED, (whole * BLOCK - 1,))


def drop(db: Database, changed: Iterable[Posted]) -> None:
    """Drop the bits of words of which postings were changed."""
    until = _gathered(db)
    gone = {(word, key // BLOCK) for word, key in changed if key <= until}
    db.run_each(DROP, sorted(gone))


def bits_of(places: Iterable[int]) -> bytes:
    """Return a bit for each place within a block."""
    bits = bytearray(OCTETS)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)


def forget(db: Database) -> None:
    """Forget when the events of blocks were of which no event is left."""
    db.run(FORGET, (BLOCK,))


def _keep(db: Database, word: int, number: int) -> None:
    start = number * BLOCK
    keys = db.rows(OF_BLOCK, (word, number, start, start + BLOCK - 1))
    if len(keys) > LEAST:
        db.run(KEEP, (word, number, bits_of(key - start for (key,) in keys)))


def _gathered(db: Database) -> int:
    row = db.row(GATHERED)
    return int(row[0]) if row else -1
