"""The walk along the operators' log finds the first row that was touched."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from flow.viewing.viewers import DUSTIN, Window
from glassine.events.chain import Link
from glassine.flow.viewing.checkpoint import (
    Checkpoint,
    NotACheckpoint,
    make_checkpoint,
    read_checkpoint,
    sign_beginning,
)
from glassine.flow.viewing.look import look
from glassine.flow.viewing.verify import Fault, Verified, verify
from glassine.flow.viewing.wanted import EventFilter
from glassine.serve.checkpoints import CheckpointFiles
from glassine.store.api.store import Books
from glassine.vault.server_key import new_server_key
from glassine.words.clock import Milliseconds
from glassine.words.public import HostName
from store.samples import NOW

HOST = HostName("mail.example.org")
TOUCHED = {
    "its moment": ("UPDATE chain SET at = at + 1 WHERE number = 3", Fault.BROKEN, 3),
    "its hash": (
        "UPDATE chain SET hash = zeroblob(32) WHERE number = 3",
        Fault.BROKEN,
        3,
    ),
    "taken out": ("DELETE FROM chain WHERE number = 2", Fault.BROKEN, 3),
    "its record": (
        "UPDATE event SET record = CAST('{}' AS BLOB) WHERE key = 2",
        Fault.CHANGED,
        2,
    ),
    "its event": ("DELETE FROM event WHERE key = 4", Fault.GONE, 4),
}


@pytest.fixture
def looked(here: Window) -> Window:
    """A window through which somebody looked five times."""
    for _ in range(5):
        here.run(look(here.desk, DUSTIN, EventFilter()))
    return here


def walk(here: Window, checkpoints: Sequence[Checkpoint] = ()) -> Verified:
    """Walk the chain with the server's own key."""
    public = here.desk.server_key.checkpoint_key().public
    return here.run(verify(here.desk.store, checkpoints, public))


def checkpoint(here: Window) -> Checkpoint:
    """Make a checkpoint of the newest row."""
    key = here.desk.server_key.checkpoint_key()
    made = here.run(make_checkpoint(here.desk.store, key, HOST, NOW))
    assert made is not None
    return made


def touch(here: Window, sql: str) -> None:
    """Change the database behind our back."""
    here.write(lambda books: books.events._db.run(sql))  # type: ignore[attr-defined]


def test_an_untouched_log_is_whole(looked: Window) -> None:
    found = walk(looked, [checkpoint(looked)])
    assert (found.fault, found.first, found.rows) == (None, 1, 5)
    assert found.checkpoints == 1


def test_where_nobody_looked_there_is_nothing_wrong(here: Window) -> None:
    assert walk(here).fault is None
    key = here.desk.server_key.checkpoint_key()
    assert here.run(make_checkpoint(here.desk.store, key, HOST, NOW)) is None


@pytest.mark.parametrize("what", TOUCHED)
def test_the_first_bad_row_is_named(looked: Window, what: str) -> None:
    sql, fault, row = TOUCHED[what]
    touch(looked, sql)
    found = walk(looked)
    assert (found.fault, found.row) == (fault, row)


def test_a_chain_made_anew_does_not_fit_a_checkpoint_that_left(looked: Window) -> None:
    left = checkpoint(looked)
    touch(looked, "DELETE FROM chain")
    for _ in range(6):
        looked.run(look(looked.desk, DUSTIN, EventFilter()))
    assert walk(looked).fault is Fault.LOOSE  # what it had before is still there
    touch(looked, "DELETE FROM event WHERE key NOT IN (SELECT event FROM chain)")
    assert walk(looked).fault is None  # as far as the chain alone can tell
    found = walk(looked, [left])
    assert (found.fault, found.row) == (Fault.OTHER, 5)


def test_a_checkpoint_that_left_is_compared_though_another_names_its_row(
    looked: Window,
) -> None:
    """Who has the machine can sign one that fits what they made of the chain."""
    left = checkpoint(looked)
    touch(looked, "DELETE FROM chain")
    touch(looked, "DELETE FROM event")
    for _ in range(5):
        looked.run(look(looked.desk, DUSTIN, EventFilter()))
    signed_anew = checkpoint(looked)
    for known in ([left, signed_anew], [signed_anew, left]):
        found = walk(looked, known)
        assert (found.fault, found.row) == (Fault.OTHER, 5)


def test_a_look_that_nobody_took_is_found(looked: Window) -> None:
    touch(
        looked,
        "INSERT INTO event (at, record) SELECT at, record FROM event LIMIT 1",
    )
    found = walk(looked)
    assert (found.fault, found.row, found.rows) == (Fault.LOOSE, 6, 5)


def test_a_chain_cut_at_its_end_is_shorter_than_its_checkpoint(looked: Window) -> None:
    left = checkpoint(looked)
    touch(looked, "DELETE FROM chain WHERE number > 3")
    found = walk(looked, [left])
    assert (found.fault, found.row, found.rows) == (Fault.CUT, 5, 3)


def test_a_checkpoint_of_another_key_is_none(looked: Window) -> None:
    key = new_server_key().checkpoint_key()
    forged = looked.run(make_checkpoint(looked.desk.store, key, HOST, NOW))
    assert forged is not None
    assert walk(looked, [forged]).fault is Fault.FORGED


def test_what_pruning_left_is_proved_by_its_signature(looked: Window) -> None:
    key = looked.desk.server_key.checkpoint_key()

    def prune(books: Books) -> None:
        books.events.prune(Milliseconds(NOW + 1), NOW)
        sign_beginning(books, key)

    looked.write(prune)
    looked.run(look(looked.desk, DUSTIN, EventFilter()))
    found = walk(looked)
    assert (found.fault, found.first, found.rows) == (None, 6, 1)


def test_a_cut_that_nobody_signed_is_found(looked: Window) -> None:
    looked.write(lambda books: books.events.prune(Milliseconds(NOW + 1), NOW))
    assert walk(looked).fault is Fault.BEGINNING


def test_a_checkpoint_is_text_that_reads_back(tmp_path: Path) -> None:
    key = new_server_key().checkpoint_key()
    bare = Checkpoint(HOST, NOW, 7, b"h" * 32)
    made = Checkpoint(HOST, NOW, 7, b"h" * 32, key.sign(bare.statement()))
    assert read_checkpoint(made.text()) == made
    assert made.is_signed_by(key.public)
    assert not Checkpoint(HOST, NOW, 8, b"h" * 32, made.signature).is_signed_by(
        key.public
    )
    assert made.day == "2020-10-26"


@pytest.mark.parametrize("wrong", ["", "glassine checkpoint 2\n", "é", "\0"])
def test_what_is_no_checkpoint_is_refused(wrong: str) -> None:
    with pytest.raises(NotACheckpoint):
        read_checkpoint(wrong)


def test_checkpoints_lie_in_files_by_day(looked: Window, tmp_path: Path) -> None:
    files, made = CheckpointFiles(tmp_path / "there"), checkpoint(looked)
    assert not files.has(made.day)
    assert files.all() == []
    looked.run(files.write(made))
    assert files.has(made.day)
    assert files.all() == [made]
    (tmp_path / "there" / "x.checkpoint").write_text("no")
    with pytest.raises(NotACheckpoint):
        files.all()


def test_a_link_holds_nothing_but_numbers_and_digests() -> None:
    assert set(Link.__slots__) == {"number", "at", "commitment", "hash"}
