"""A data directory is opened only if it is ours, whole, and not newer."""

import asyncio
import os
import stat
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from glassine.store.api.ids import (
    Damaged,
    Duplicate,
    NewerFormat,
    NotAStore,
    OtherKey,
    Unavailable,
)
from glassine.store.sqlite.migrate import migrations
from glassine.store.sqlite.opening import create_store, open_store
from glassine.store.sqlite.store import SqliteStore
from store.samples import KEY_ID, StoppedClock, ann_moves_in, kept

Opener = Callable[..., SqliteStore]


def state(directory: Path) -> dict[str, bytes]:
    """Return every file's octets."""
    files = (path for path in directory.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in files}


def change(data_dir: Path, sql: str) -> None:
    """Run SQL on the database, behind the store's back."""
    db = apsw.Connection(str(data_dir / "glassine.db"))
    db.execute(sql).fetchall()
    db.close()


def test_nobody_else_may_look_into_a_new_store(data_dir: Path, opened: Opener) -> None:
    before = os.umask(0)
    try:
        asyncio.run(opened().write(ann_moves_in))
    finally:
        os.umask(before)
    for path in (data_dir, *data_dir.rglob("*")):
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted


def test_a_store_is_created_once(data_dir: Path) -> None:
    before = state(data_dir)
    with pytest.raises(Duplicate):
        create_store(data_dir, b"another key")
    assert state(data_dir) == before


def test_a_creation_that_was_cut_short_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "unfinished.db").write_bytes(b"half")
    create_store(tmp_path, KEY_ID)
    store = open_store(tmp_path, key_id=KEY_ID, clock=StoppedClock())
    asyncio.run(store.close())


@pytest.mark.parametrize("name", ["nothing", "file", "file/below"])
def test_a_place_without_a_store_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotAStore):
        open_store(tmp_path / name, key_id=KEY_ID, clock=StoppedClock())


def test_a_database_that_may_not_be_read_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "glassine.db").mkdir()  # root, who runs tests in CI, may read all else
    with pytest.raises(Unavailable):
        open_store(tmp_path, key_id=KEY_ID, clock=StoppedClock())


def test_a_database_of_somebody_else_is_refused(data_dir: Path, opened: Opener) -> None:
    change(data_dir, "PRAGMA application_id = 7")
    with pytest.raises(NotAStore):
        opened()


def test_a_newer_format_is_refused_untouched(data_dir: Path, opened: Opener) -> None:
    change(data_dir, "PRAGMA user_version = 4711")
    before = state(data_dir)
    with pytest.raises(NewerFormat):
        opened()
    assert state(data_dir) == before


def test_a_store_of_another_server_key_is_refused(data_dir: Path) -> None:
    with pytest.raises(OtherKey):
        open_store(data_dir, key_id=b"another key", clock=StoppedClock())


@pytest.mark.parametrize("size", [0, 50, 4096, 40_000])
def test_a_database_cut_short_is_damaged(
    data_dir: Path, opened: Opener, size: int
) -> None:
    os.truncate(data_dir / "glassine.db", size)
    with pytest.raises(Damaged):
        opened()


def test_a_database_of_garbage_is_damaged(data_dir: Path, opened: Opener) -> None:
    (data_dir / "glassine.db").write_bytes(os.urandom(8192))
    with pytest.raises(Damaged):
        opened()


def test_a_file_that_no_row_names_is_swept_at_opening(
    data_dir: Path, opened: Opener
) -> None:
    blobs = data_dir / "blobs"
    store = opened()
    named = asyncio.run(store.write(kept(store, os.urandom(100_000))))
    asyncio.run(store.close())
    (blobs / "ab" / f"{'0' * 30}ab").write_bytes(b"left by a crash")
    opened()
    files = [path.name for path in blobs.rglob("*") if path.is_file()]
    assert files == [named.hex()]


def test_nothing_is_swept_while_another_process_may_be_writing_it(
    data_dir: Path, opened: Opener
) -> None:
    blob = opened().new_blob()
    blob.write(os.urandom(100_000))
    opened()
    (file,) = (path for path in (data_dir / "blobs").rglob("*") if path.is_file())
    assert file.name == blob.id.hex()
    blob.abandon()
    assert not file.exists()


def test_migrations_are_numbered_without_a_gap() -> None:
    folder = Path(__file__).parents[3] / "src/glassine/store/sqlite/migrations"
    numbers = sorted(int(path.name[:4]) for path in folder.glob("*.sql"))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(migrations()) == len(numbers)


def test_a_store_says_which_format_it_has(data_dir: Path) -> None:
    header = (data_dir / "glassine.db").read_bytes()[60:64]
    assert int.from_bytes(header) == len(migrations())
