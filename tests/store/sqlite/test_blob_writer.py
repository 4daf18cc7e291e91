"""A blob may be given up at any moment; how its commit ended decides what stays."""

import os
from pathlib import Path

import pytest

from glassine.store.api.ids import BlobId, Missing
from glassine.store.sqlite.blob_files import BlobFiles
from glassine.store.sqlite.blob_writer import INLINE, SealedWriter

NAME = BlobId(bytes(15) + b"\xab")


@pytest.fixture
def files(tmp_path: Path) -> BlobFiles:
    """An empty directory of blobs."""
    made = BlobFiles(tmp_path / "blobs")
    made.make_shelves()
    return made


@pytest.fixture
def large(files: BlobFiles) -> SealedWriter:
    """A blob that has become a file."""
    blob = SealedWriter(NAME, files)
    blob.write(os.urandom(INLINE + 1))
    return blob


def test_a_small_blob_never_touches_the_disk(files: BlobFiles) -> None:
    blob = SealedWriter(NAME, files)
    blob.write(b"x" * INLINE)
    assert not files.path(NAME).exists()
    blob.keep()
    assert blob.for_row() == b"x" * INLINE


def test_a_large_blob_lies_on_the_shelf_of_its_last_octet(
    files: BlobFiles, large: SealedWriter
) -> None:
    assert files.path(NAME).parent.name == "ab"
    assert files.path(NAME).stat().st_size == INLINE + 1
    large.abandon()
    assert not files.path(NAME).exists()


def test_abandoned_while_it_commits_it_stays_once_committed(
    files: BlobFiles, large: SealedWriter
) -> None:
    large.keep()
    large.abandon()
    assert large.for_row() is None
    large.committed()
    assert files.path(NAME).exists()


def test_abandoned_while_it_commits_it_goes_when_that_fails(
    files: BlobFiles, large: SealedWriter
) -> None:
    large.keep()
    large.abandon()
    large.undone()
    assert not files.path(NAME).exists()
    with pytest.raises(Missing):
        large.keep()


def test_a_blob_is_part_of_one_transaction_only(large: SealedWriter) -> None:
    large.keep()
    with pytest.raises(Missing):
        large.keep()
    large.undone()
    large.keep()
    large.committed()
    with pytest.raises(Missing):
        large.keep()
