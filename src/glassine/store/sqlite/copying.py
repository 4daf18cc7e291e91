"""A consistent copy of a store that may be in use: its database, and its large blobs.

The database is copied as of one moment. A blob's file may be gone before its turn
comes; then the moment is taken anew, and only what is lacking is copied again.
"""

import os
from pathlib import Path
from shutil import copyfile

from glassine.store.api.ids import BlobId, Unavailable
from glassine.store.sqlite.blob_files import BlobFiles, disk
from glassine.store.sqlite.blobs import FILES
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.opening import BLOBS, NAME, PATIENCE

ROUNDS = 20  # each is as short as what came and went during the one before


def copy_store(data_dir: Path, to: Path) -> None:
    """Make `to` a data directory that is as this one was at one moment.

    It is on disk when this returns. Raises `Full`, `Unavailable`, `Damaged`.
    """
    ours, theirs = BlobFiles(data_dir / BLOBS), BlobFiles(to / BLOBS)
    with disk():
        to.mkdir(mode=0o700)
        theirs.make_shelves()
    for _ in range(ROUNDS):
        named = _copy_books(data_dir / NAME, to / NAME)
        with disk():
            if all([_copied(ours.path(blob), theirs.path(blob)) for blob in named]):
                theirs.sweep(named)
                return _make_durable(to)
    raise Unavailable


def _copy_books(path: Path, to: Path) -> set[BlobId]:
    """Copy the database as it is now; return which of its blobs are files."""
    with disk():
        to.unlink(missing_ok=True)
        os.close(os.open(to, os.O_CREAT | os.O_EXCL, 0o600))
    books = Database(path, patience=PATIENCE, writes=False)
    copy = Database(to, patience=PATIENCE, writes=True)
    try:
        books.copy_to(copy)
        copy.run("PRAGMA journal_mode = DELETE")  # one file, with no log beside it
        return {row[0] for row in copy.rows(FILES)}
    finally:
        copy.close()
        books.close()


def _copied(source: Path, to: Path) -> bool:
    """Copy a file that is not there yet; tell whether it is now."""
    if to.exists():
        return True  # a blob is written once
    try:
        copyfile(source, to)
    except FileNotFoundError:
        return False
    to.chmod(0o600)
    return True


def _make_durable(directory: Path) -> None:
    with disk():
        for place, _, names in os.walk(directory):
            for each in (*(Path(place) / name for name in names), Path(place)):
                file = os.open(each, os.O_RDONLY)
                try:
                    os.fsync(file)
                finally:
                    os.close(file)
