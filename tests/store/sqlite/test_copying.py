"""A copy is a store as it was at one moment, whatever comes and goes meanwhile."""

import shutil
from pathlib import Path

import apsw
import pytest

from glassine.store.api.ids import BlobId, Unavailable
from glassine.store.sqlite import copying
from glassine.store.sqlite.blob_files import BlobFiles
from glassine.store.sqlite.opening import create_store, open_store
from store.samples import KEY_ID, StoppedClock

ONE, TWO = BlobId(b"1" * 16), BlobId(b"2" * 16)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Make a store with two large blobs."""
    data = tmp_path / "data"
    create_store(data, KEY_ID)
    for blob in (ONE, TWO):
        sql(data, "INSERT INTO blob (id, size) VALUES (?, 6)", blob)
        files(data).path(blob).write_bytes(b"sealed")
    return data


def sql(data: Path, text: str, *values: bytes) -> list[tuple[object, ...]]:
    """Do it to the database behind the store's back."""
    with apsw.Connection(str(data / "glassine.db")) as books:
        return books.execute(text, values).fetchall()


def files(data: Path) -> BlobFiles:
    return BlobFiles(data / "blobs")


def test_a_copy_has_every_blob_and_opens_as_a_store(data: Path, tmp_path: Path) -> None:
    copying.copy_store(data, tmp_path / "copy")
    for blob in (ONE, TWO):
        assert files(tmp_path / "copy").path(blob).read_bytes() == b"sealed"
    assert [each.name for each in (tmp_path / "copy").iterdir() if each.is_file()] == [
        "glassine.db"
    ]
    open_store(tmp_path / "copy", key_id=KEY_ID, clock=StoppedClock())


def test_what_goes_while_it_is_copied_is_in_no_part_of_the_copy(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(source: Path, to: Path) -> None:
        if source == files(data).path(ONE):
            sql(data, "DELETE FROM blob WHERE id = ?", ONE)
            source.unlink()
        shutil.copyfile(source, to)

    monkeypatch.setattr(copying, "copyfile", late)
    copying.copy_store(data, tmp_path / "copy")
    assert sql(tmp_path / "copy", "SELECT id FROM blob") == [(TWO,)]
    assert files(tmp_path / "copy").path(TWO).exists()
    assert not files(tmp_path / "copy").path(ONE).exists()


def test_a_blob_that_is_lost_ends_it(data: Path, tmp_path: Path) -> None:
    files(data).path(ONE).unlink()
    with pytest.raises(Unavailable):
        copying.copy_store(data, tmp_path / "copy")
