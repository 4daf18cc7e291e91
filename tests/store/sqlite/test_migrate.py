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
    assert events.last()[0] == 9
