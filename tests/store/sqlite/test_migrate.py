"""A database is brought to today's format in one step, or not at all."""

import os
from pathlib import Path

import pytest

from glassine.events.record import render
from glassine.store.api.events import EventFilter
from glassine.store.sqlite import migrate as migrating
from glassine.store.sqlite.aftermath import Aftermath
from glassine.store.sqlite.chain import SqliteChain
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.events import SqliteEvents
from glassine.store.sqlite.migrate import migrate
from glassine.words.clock import Seconds
from glassine.words.public import parse_address
from store.lane_check import wrong_lanes
from store.samples import BOB, NOW, queued

STEPS = ["CREATE TABLE one (x)", "CREATE TABLE two (x); INSERT INTO one VALUES (1)"]


@pytest.fixture
def db(tmp_path: Path) -> Database:
    """An empty database."""
    (tmp_path / "db").touch()
    return Database(tmp_path / "db", patience=Seconds(1), writes=True)


def tables(db: Database) -> list[str]:
    """Return the names of the tables."""
    rows = db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
    return [name for (name,) in rows]


def format_of(db: Database) -> int:
    """Return the number of steps that were applied."""
    ((number,),) = db.rows("PRAGMA user_version")
    return int(number)


def test_only_the_missing_steps_are_applied(db: Database) -> None:
    migrate(db, STEPS[:1])
    assert (tables(db), format_of(db)) == (["one"], 1)
    migrate(db, STEPS)
    migrate(db, STEPS)
    assert (tables(db), format_of(db)) == (["one", "two"], 2)
    assert db.rows("SELECT x FROM one") == [(1,)]


def test_a_step_that_fails_leaves_everything_as_it_was(db: Database) -> None:
    migrate(db, STEPS[:1])
    broken = [*STEPS, "CREATE TABLE three (x); INSERT INTO nowhere VALUES (1)"]
    with pytest.raises(Exception, match="nowhere"):
        migrate(db, broken)
    assert (tables(db), format_of(db)) == (["one"], 1)


def test_the_steps_come_in_the_order_of_their_numbers() -> None:
    first, second, *_ = migrating.migrations()
    assert first.startswith("-- The five books.")
    assert second.startswith("-- How far events and lines have aged")


def test_events_of_earlier_formats_are_still_found(db: Database) -> None:
    steps = migrating.migrations()
    migrate(db, steps[:2])
    old = "INSERT INTO event (key, at, type, record) VALUES (?, ?, 'queued', ?)"
    for key in (7, 9):
        db.run(old, (key, NOW, render(queued(at=NOW))))
    db.run("DELETE FROM event WHERE key = 9")
    migrate(db, steps)
    events = SqliteEvents(db, Aftermath(), SqliteChain(db, os.urandom))
    (found,) = events.find(EventFilter(rcpt_to=BOB))
    assert found.key == 7
    assert db.rows("SELECT * FROM event_block") == [(0, NOW, NOW)]
    assert events.last()[0] == 9


@pytest.mark.parametrize(
    ("written", "plain", "found"),
    [
        ("ann+shop@example.org", "ann@example.org", 300),
        ("a+b+c@example.org", "a@example.org", 300),
        ('"a+b"@example.org', '"a@example.org', 0),
        ("+b@example.org", "@example.org", 0),
        ("a@example.org", "a@example.org", 300),
    ],
)
def test_what_was_kept_with_a_tag_is_found_without(
    db: Database, written: str, plain: str, found: int
) -> None:
    steps = migrating.migrations()
    migrate(db, steps[: [s.find("ann+shop") > 0 for s in steps].index(True)])
    events = SqliteEvents(db, Aftermath(), SqliteChain(db, os.urandom))
    to = parse_address(written)
    events.append([queued(at=NOW + number, to=(to,)) for number in range(300)])
    word = "SELECT id FROM word WHERE text = ?"
    if plain != written:
        db.run(f"DELETE FROM posting WHERE word = ({word})", (f"t{plain}",))
        db.run("DELETE FROM word WHERE text = ?", (f"t{plain}",))
    migrate(db, steps)
    number = f"SELECT count(*) FROM posting WHERE word = ({word})"
    assert db.rows(number, (f"t{plain}",)) == [(found,)]
    assert db.rows(number, (f"t{written}",)) == [(300,)]
    assert db.rows("SELECT text FROM word GROUP BY text HAVING count(*) > 1") == []


QUEUED = """
    INSERT INTO blob (id, size, sealed) VALUES (x'b1', 1, x'00');
    INSERT INTO queue (
        id, trans, account, sender, recipient, blob, sealed, queued, next_try, size,
        fails, state, last_code, due, from_folded, to_folded, to_domain)
    VALUES
        ('C.1.1', 'C.1', 'Ann@example.org', NULL, 'bob@example.net', x'b1', x'00',
        1, 7, 1, 2, 'waiting', 451, 7, NULL, 'bob@example.net', 'example.net'),
        ('C.1.2', 'C.1', NULL, NULL, 'eve@example.net', x'b1', x'00',
        1, 5, 1, 0, 'held', NULL, 5, NULL, 'eve@example.net', 'example.net');
"""


def test_a_queue_of_the_second_format_stands_in_lanes(db: Database) -> None:
    steps = migrating.migrations()
    migrate(db, steps[:2])
    db.run(QUEUED)
    migrate(db, steps)
    assert wrong_lanes(db) == []
    kept = "SELECT id, state, due, fails, code FROM queue ORDER BY number"
    assert db.rows(kept) == [
        ("C.1.1", "waiting", 7, 2, 451),
        ("C.1.2", "held", None, 0, None),
    ]
    lanes = "SELECT account, domain, due FROM sender s, lane WHERE sender = s.number"
    assert sorted(db.rows(lanes)) == [
        ("", "example.net", None),
        ("ann@example.org", "example.net", 7),
    ]
