"""Events and lines as they age: rows rewritten in place, a portion at a time.

A row changes together with its mark of how far it has aged, in one transaction: after
a crash the next round goes on from there.

SQLite overwrites what it deletes (`secure_delete`), but where it divides or joins pages
of an index, copies of entries stay in the room between. Rows lie in the order of their
keys, so such room is soon freed with its neighbours, and freed pages are overwritten.
Postings hold numbers only. The words themselves, which are few, are written over where
they lie once no event has them, and their index is made anew.
"""

from glassine.events.ageing import Ageing, Stage, age_lines, age_record
from glassine.events.record import decoded
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.event_index import enter, indexed, take_out
from glassine.store.sqlite.event_words import facts
from glassine.words.clock import Milliseconds

STALE = "aged IN ({stages}) AND at < ? LIMIT ?"
EVENTS = "SELECT key, at, record FROM event WHERE "
LINES = "SELECT key, lines FROM lines WHERE "
REWRITE = "UPDATE event SET aged = ?, record = ? WHERE key = ?"
REWRITE_LINES = "UPDATE lines SET aged = ?, lines = ? WHERE key = ?"
UNSALT = "UPDATE chain SET salt = NULL WHERE event = ?"
# As long as it was, so that no page becomes so empty that SQLite joins it to others.
FORGET = """
    UPDATE word SET text = printf('%*s', length(CAST(text AS BLOB)), '')
    WHERE NOT EXISTS (SELECT 1 FROM posting WHERE word = id)
    AND NOT EXISTS (SELECT 1 FROM tally WHERE word = id)
    AND text > '!'
"""


def age_events(db: Database, ageing: Ageing, before: Milliseconds, limit: int) -> int:
    """Age events, and what they are found by; return how many."""
    rows = db.rows(EVENTS + stale(ageing.stage), (before, limit))
    until = indexed(db, "event")
    for key, at, record in rows:
        left = age_record(record, ageing)
        if left != record:
            db.run(UNSALT, (key,))
        if left != record and key <= until:
            was, now = facts(decoded(record)), facts(decoded(left))
            take_out(db, [(key, at, was.beside(now))])
            enter(db, [(key, at, now.beside(was))], count=False)
        db.run(REWRITE, (ageing.stage, left, key))
    return len(rows)


def age_stored_lines(
    db: Database, ageing: Ageing, before: Milliseconds, limit: int
) -> int:
    """Age raw lines; return how many rows of them."""
    rows = db.rows(LINES + stale(ageing.stage), (before, limit))
    for key, lines in rows:
        db.run(REWRITE_LINES, (ageing.stage, age_lines(lines, ageing), key))
    return len(rows)


def forget_words(db: Database) -> None:
    """Leave no copy of a word that no event has any more."""
    db.run(FORGET)
    db.run("REINDEX word_text")


def stale(stage: Stage) -> str:
    """Return the condition of what has not come to this stage."""
    return STALE.format(stages=", ".join(str(int(earlier)) for earlier in range(stage)))
