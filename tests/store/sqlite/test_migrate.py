"""A database is brought to today's format in one step, or not at all."""

from pathlib import Path

import pytest

from glassine.store.sqlite import migrate as migrating
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.migrate import migrate
from glassine.words.clock import Seconds
from store.lane_check import wrong_lanes

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


def test_recipients_of_the_first_format_are_still_found(db: Database) -> None:
    steps = migrating.migrations()
    migrate(db, steps[:1])
    db.run("INSERT INTO event (at, type, record) VALUES (7, 'queued', x'7b7d')")
    db.run("INSERT INTO event_recipient VALUES ('ann@example.org', 7, 1)")
    migrate(db, steps)
    kept = db.rows("SELECT address, at, key FROM event_recipient")
    assert kept == [("ann@example.org", 7, 1)]
    db.run("DELETE FROM event")
    assert db.rows("SELECT 1 FROM event_recipient") == []


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
