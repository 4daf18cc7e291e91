"""Events and lines as they age: rows rewritten in place, a portion at a time.

A row changes together with its mark of how far it has aged, in one transaction: after
a crash the next round goes on from there.

SQLite overwrites what it deletes (`secure_delete`), but where it divides or joins pages
of an index, copies of entries stay in the room between. Rows lie in the order of their
keys, so such room is soon freed with its neighbours, and freed pages are overwritten.
An index in the order of addresses has room everywhere: those are made anew.
"""

from glassine.events.ageing import Ageing, Stage, age_lines, age_record
from glassine.events.blurring import blurred
from glassine.store.sqlite.database import Database, Row
from glassine.store.sqlite.spelling import packed, unpacked
from glassine.words.clock import Milliseconds
from glassine.words.public import IpAddress

# What is not below 2 is in no index, and SQLite must be told so in these very words.
STALE = "aged < 2 AND aged IN ({stages}) AND at < ? LIMIT ?"
EVENTS = "SELECT key, ip, mail_from, message_id, record FROM event WHERE "
LINES = "SELECT key, lines FROM lines WHERE "
REWRITE = """
    UPDATE event SET aged = ?, ip = ?, mail_from = ?, message_id = ?, record = ?
    WHERE key = ?
"""
REWRITE_LINES = "UPDATE lines SET aged = ?, lines = ? WHERE key = ?"
RECIPIENTS = "SELECT number, address FROM event_recipient WHERE key = ?"
# As long as it was, so that no page becomes so empty that SQLite joins it to others.
FORGET = "UPDATE event_recipient SET address = ? WHERE number = ?"
OF_ADDRESSES = ("event_ip", "event_mail_from", "event_recipient_address")


def age_events(db: Database, ageing: Ageing, before: Milliseconds, limit: int) -> int:
    """Age events, and what they are found by; return how many."""
    rows = db.rows(EVENTS + stale(ageing.stage), (before, limit))
    for row in rows:
        _age_event(db, ageing, row)
    return len(rows)


def age_stored_lines(
    db: Database, ageing: Ageing, before: Milliseconds, limit: int
) -> int:
    """Age raw lines; return how many rows of them."""
    rows = db.rows(LINES + stale(ageing.stage), (before, limit))
    for key, lines in rows:
        db.run(REWRITE_LINES, (ageing.stage, age_lines(lines, ageing), key))
    return len(rows)


def make_indexes_anew(db: Database) -> None:
    """Leave no copy of an address between the entries of an index."""
    for index in OF_ADDRESSES:
        db.run(f"REINDEX {index}")


def stale(stage: Stage) -> str:
    """Return the condition of what has not come to this stage."""
    return STALE.format(stages=", ".join(str(earlier) for earlier in range(stage)))


def _age_event(db: Database, ageing: Ageing, row: Row) -> None:
    key, ip, sender, message_id, record = row
    left = (
        _ip(unpacked(ip), ageing) if ip else None,
        None if sender and ageing.mailbox(sender) != sender else sender,
        ageing.text(message_id) if message_id else None,
        age_record(record, ageing),
    )
    db.run(REWRITE, (ageing.stage, *left, key))
    for number, address in db.rows(RECIPIENTS, (key,)):
        if ageing.mailbox(address) != address:
            db.run(FORGET, (" " * len(address.encode()), number))


def _ip(ip: IpAddress, ageing: Ageing) -> bytes | None:
    return None if ageing.drops else packed(blurred(ip))
