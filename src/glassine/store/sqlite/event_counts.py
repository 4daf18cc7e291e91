"""How many events of each name there were, by tens of minutes.

Counts are kept when a batch is indexed; what waits is counted when one asks. They
stay when events are pruned later than their bucket, and go with the bucket.
"""

from collections import Counter

from glassine.events.record import decoded
from glassine.store.api.events import Count, Counted
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.event_index import BUCKET, indexed
from glassine.store.sqlite.event_words import facts
from glassine.words.clock import Milliseconds

KINDS = {
    Counted.TYPE: "y",
    Counted.DEFERRED: "d",
    Counted.DENIED: "c",
    Counted.FAILING: "h",
}
KEPT = """
    SELECT w.text, t.bucket, t.events FROM word w CROSS JOIN tally t ON t.word = w.id
    WHERE w.text >= ? AND w.text < ? AND t.bucket BETWEEN ? AND ?
"""
WAITING = "SELECT at, record FROM event WHERE key > ?"
FORGET = "DELETE FROM tally WHERE bucket < ?"
FORGET_NAMES = """
    DELETE FROM tally WHERE bucket < ? AND word IN
    (SELECT id FROM word WHERE text >= ? AND text < ?)
"""


def counts(
    db: Database,
    of: Counted,
    since: Milliseconds,
    until: Milliseconds,
    step: Milliseconds,
) -> list[Count]:
    """Return counts by steps, oldest first and then by name."""
    kind, sums = KINDS[of], Counter[tuple[int, str]]()
    span = (kind, chr(ord(kind) + 1), since // BUCKET, until // BUCKET)
    for text, bucket, events in db.rows(KEPT, span):
        sums[(bucket * BUCKET - since) // step, text[1:]] += events
    for at, record in db.rows(WAITING, (indexed(db, "event"),)):
        if since <= at <= until:
            for word in facts(decoded(record)).counted:
                if word[0] == kind:
                    sums[(at - since) // step, word[1:]] += 1
    return [
        Count(Milliseconds(since + max(place, 0) * step), name, events)
        for (place, name), events in sorted(sums.items())
    ]


def forget(db: Database, before: Milliseconds) -> None:
    """Forget the counts of whole buckets before a moment."""
    db.run(FORGET, (before // BUCKET,))


def forget_names(db: Database, before: Milliseconds) -> None:
    """Forget which hosts and domains had trouble before a moment."""
    for kind in "dh":
        db.run(FORGET_NAMES, (before // BUCKET, kind, chr(ord(kind) + 1)))
