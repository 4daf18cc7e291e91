"""What bits tell of common words is what the records say, however blocks lie."""

import itertools
import os
import random
from collections.abc import Iterator, Sequence
from ipaddress import ip_network
from pathlib import Path

import pytest

from glassine.events.ageing import Ageing, Stage
from glassine.store.api.events import EventFilter
from glassine.store.sqlite import (
    event_bits,
    event_index,
    event_meetings,
    event_search,
    event_sets,
)
from glassine.store.sqlite.aftermath import Aftermath
from glassine.store.sqlite.chain import SqliteChain
from glassine.store.sqlite.database import Database, Row, Value
from glassine.store.sqlite.event_match import matches
from glassine.store.sqlite.event_search import TAIL
from glassine.store.sqlite.events import SqliteEvents
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import Direction, SpamStatus, parse_address
from store.samples import NOW, queued

MANY = 300
BLOCK = 8
SENDERS = [parse_address(f"s{n}@example.net") for n in range(3)]
USERS = [parse_address(f"u{n}@example.org") for n in range(3)]
NETWORKS = ["192.0.2", "198.51.100", "203.0.113"]
ASKED = [
    {"mail_from": SENDERS[0]},
    {"mail_from": SENDERS[2]},
    {"rcpt_to": USERS[0]},
    {"spam": SpamStatus.SPAM},
    {"direction": Direction.INBOUND},
    {"ip": ip_network("192.0.2.0/24")},
    {"text": "s1@ 198.51"},
    {"text": "example"},
    {"until": NOW + 150},
    {"since": NOW + 90, "until": NOW + 200},
]
ADDRESSES = "SELECT id FROM word WHERE text = ?"
KEPT = "SELECT block, bits FROM event_bits WHERE word = ? ORDER BY block"


@pytest.fixture
def db(data_dir: Path) -> Iterator[Database]:
    """A database for one who reads and writes."""
    db = Database(data_dir / "glassine.db", patience=Seconds(1), writes=True)
    yield db
    db.close()


@pytest.fixture(params=[0, 3])
def events(
    request: pytest.FixtureRequest, db: Database, monkeypatch: pytest.MonkeyPatch
) -> SqliteEvents:
    """Some hundred events in small blocks, of which all or some words have bits."""
    monkeypatch.setattr(event_index, "BATCH", 5)
    monkeypatch.setattr(event_bits, "BLOCK", BLOCK)
    monkeypatch.setattr(event_bits, "LEAST", request.param)
    monkeypatch.setattr(event_meetings, "FIRST", 3)
    monkeypatch.setattr(event_search, "COUNTED", 0)
    events = SqliteEvents(db, Aftermath(), SqliteChain(db, os.urandom))
    chance = random.Random(7)
    db.run("BEGIN IMMEDIATE")
    for number in range(MANY):
        events.append([some_event(chance, number)])
    db.run("COMMIT")
    return events


def some_event(chance: random.Random, number: int):  # type: ignore[no-untyped-def]
    """Return an event that is seldom late; one sender writes to nobody's first user."""
    sender = chance.randrange(3)
    late = chance.choice([0] * 9 + [chance.randrange(100)])
    return queued(
        at=NOW + number - late,
        sender=SENDERS[sender],
        to=(USERS[chance.randrange(1 if sender == 2 else 0, 3)],),
        ip=f"{chance.choice(NETWORKS)}.{chance.randrange(4)}",
        spam=chance.choice([SpamStatus.SPAM, SpamStatus.HAM]),
        direction=Direction.INBOUND if sender else Direction.OUTBOUND,
    )


def places(events: SqliteEvents, wanted: EventFilter) -> list[int]:
    """Return the keys of what fits by its record, newest first."""
    rows = events._db.rows(TAIL, (0, 10 * MANY))
    fit = [(at, key) for at, key, record in rows if matches(wanted, at, record)]
    return [key for _, key in sorted(fit, reverse=True)]


def filters(*, together: int) -> Iterator[EventFilter]:
    """Yield filters of so many conditions."""
    for some in itertools.combinations(ASKED, together):
        if len({name for each in some for name in each}) == sum(map(len, some)):
            merged = {name: value for each in some for name, value in each.items()}
            yield EventFilter(**merged, limit=3)


@pytest.mark.parametrize("together", [1, 2, 3])
def test_pages_in_either_direction_hold_what_the_records_say(
    events: SqliteEvents, together: int
) -> None:
    for wanted in filters(together=together):
        expected, found = places(events, wanted), events.find(wanted)
        assert [each.key for each in found] == expected[:3]
        if len(expected) > 7:
            older = events.find(wanted, expected[2])
            assert [each.key for each in older] == expected[3:6]
            newer = events.find(wanted, newer_than=expected[6])  # type: ignore[arg-type]
            assert [each.key for each in newer] == expected[3:6]


def test_all_that_is_found_page_by_page_is_all_there_is(events: SqliteEvents) -> None:
    wanted = EventFilter(mail_from=SENDERS[0], rcpt_to=USERS[0], limit=4)
    found, before = [], None
    while page := events.find(wanted, before):
        found += [each.key for each in page]
        before = page[-1].key
    assert found == places(events, wanted)


def test_bits_say_what_the_postings_say(events: SqliteEvents, db: Database) -> None:
    ((word,),) = db.rows(ADDRESSES, ("tu1@example.org",))
    kept = db.rows(KEPT, (word,))
    assert len(kept) > MANY / BLOCK / 4
    for number, octets in kept:
        first = number * BLOCK
        in_block = "SELECT key FROM posting WHERE word = ? AND key BETWEEN ? AND ?"
        rows = db.rows(in_block, (word, first, first + BLOCK - 1))
        assert octets == event_bits.bits_of(key - first for (key,) in rows)
        assert len(rows) > event_bits.LEAST


def test_common_words_that_never_meet_are_not_looked_up(
    events: SqliteEvents, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = Database.rows

    def overheard(db: Database, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        asked.append(sql)
        return ask(db, sql, values)

    monkeypatch.setattr(Database, "rows", overheard)
    never = EventFilter(mail_from=SENDERS[0], direction=Direction.INBOUND)
    assert events.find(never) == []
    lookups = sum("EXISTS" in sql or "traits IN" in sql for sql in asked)
    assert lookups <= (1 if event_bits.LEAST == 0 else MANY / BLOCK)


def test_without_bits_the_same_is_found(events: SqliteEvents, db: Database) -> None:
    db.run("DELETE FROM event_bits WHERE block % 3 = 0 OR word % 2 = 0")
    for wanted in filters(together=2):
        found = [each.key for each in events.find(wanted)]
        assert found == places(events, wanted)[:3]


def test_what_no_words_say_is_read_from_the_record(
    events: SqliteEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_sets, "WIDEST", 1)
    for limit in (3, 20):
        wanted = EventFilter(
            text="198.51.100", mail_from=SENDERS[1], rcpt_to=USERS[2], limit=limit
        )
        found = [each.key for each in events.find(wanted)]
        assert found == places(events, wanted)[:limit]
        assert len(found) > 2


def test_what_an_event_lost_stands_in_no_bits(
    events: SqliteEvents, db: Database
) -> None:
    ((foreign,),) = db.rows(ADDRESSES, ("fs1@example.net",))
    ((ours,),) = db.rows(ADDRESSES, ("tu1@example.org",))
    assert db.rows(KEPT, (foreign,))
    before = db.rows(KEPT, (ours,))
    ageing = Ageing(Stage.DROPPED, [USERS[0].domain])
    while events.age(ageing, Milliseconds(NOW + 2 * MANY))[0]:
        pass
    assert db.rows(KEPT, (foreign,)) == []
    assert db.rows(KEPT, (ours,)) == before
    for wanted in filters(together=2):
        found = [each.key for each in events.find(wanted)]
        assert found == places(events, wanted)[:3]


def test_pruning_leaves_no_bits_and_no_blocks(
    events: SqliteEvents, db: Database
) -> None:
    events.prune(Milliseconds(NOW + 100), Milliseconds(0))
    ((oldest,),) = db.rows("SELECT min(key) FROM event")
    for table, column in (("event_block", "number"), ("event_bits", "block")):
        ((least,),) = db.rows(f"SELECT min({column}) FROM {table}")
        assert least >= oldest // BLOCK
    for wanted in filters(together=2):
        found = [each.key for each in events.find(wanted)]
        assert found == places(events, wanted)[:3]


def test_words_are_gathered_anew_for_each_block(
    events: SqliteEvents, db: Database
) -> None:
    assert db.rows("SELECT count(*) FROM common")[0][0] < 30
    ((until,),) = db.rows("SELECT key FROM indexed WHERE book = 'bits'")
    assert until % BLOCK == BLOCK - 1
    assert MANY - 3 * BLOCK < until <= MANY
