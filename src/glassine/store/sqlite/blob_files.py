"""The files of large blobs: `blobs/ab/…ab`, opaque names on 256 shelves."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from glassine.store.api.ids import (
    BlobId,
    BlobLost,
    Full,
    Unavailable,
)
from glassine.store.sqlite.database import NO_ROOM
from glassine.words.chance import Chance
from glassine.words.clock import Clock

SHELVES = [f"{number:02x}" for number in range(256)]


@contextmanager
def disk() -> Iterator[None]:
    """Turn what the operating system says into the store's own errors."""
    try:
        yield
    except OSError as error:
        raise (Full if error.errno in NO_ROOM else Unavailable)() from None


def new_name(clock: Clock, chance: Chance) -> BlobId:
    """Return a new blob's name. It begins with the time, which its letter tells too.

    So new names lie together at the end of their indexes: a commit of many blobs
    writes few pages.
    """
    return BlobId(clock.now().to_bytes(6) + chance(10))


class BlobFiles:
    """The directory of large blobs."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, blob: BlobId) -> Path:
        """Return where a blob's file is, or would be."""
        name = blob.hex()
        return self._root / name[-2:] / name

    def make_shelves(self) -> None:
        """Make the directories, so that none has to be made durable later."""
        self._root.mkdir(mode=0o700)
        for shelf in SHELVES:
            (self._root / shelf).mkdir(mode=0o700)

    def create(self, blob: BlobId) -> int:
        """Return a new file, open for writing."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        with disk():
            return os.open(self.path(blob), flags, 0o600)

    def open(self, blob: BlobId) -> "FileReader":
        """Return a reader of a blob's file. Raises `BlobLost`."""
        try:
            return FileReader(os.open(self.path(blob), os.O_RDONLY | os.O_CLOEXEC))
        except FileNotFoundError:
            raise BlobLost from None
        except OSError:
            raise Unavailable from None

    def make_durable(self, blob: BlobId, file: int) -> None:
        """Return once the file and its name are on disk."""
        with disk():
            os.fsync(file)
            shelf = os.open(self.path(blob).parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(shelf)
            finally:
                os.close(shelf)

    def unlink(self, blob: BlobId) -> None:
        """Remove a blob's file; one that stays is swept at the next opening."""
        try:
            self.path(blob).unlink(missing_ok=True)
        except OSError:
            return

    def sweep(self, named: set[BlobId]) -> None:
        """Remove the files that no row names: a crash left them."""
        names = {blob.hex() for blob in named}
        for shelf in SHELVES:
            with disk(), os.scandir(self._root / shelf) as entries:
                for entry in entries:
                    if entry.name not in names:
                        os.unlink(entry.path)


class FileReader:
    """A large blob, read by offset."""

    def __init__(self, file: int) -> None:
        self._file = file
        self.size = os.fstat(file).st_size

    def read(self, offset: int, length: int) -> bytes:
        """Return that run of octets, shorter only at the end."""
        with disk():
            return os.pread(self._file, length, offset)

    def close(self) -> None:
        """Let go of it."""
        os.close(self._file)


class InlineReader:
    """A small blob, read by offset."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self.size = len(octets)

    def read(self, offset: int, length: int) -> bytes:
        """Return that run of octets, shorter only at the end."""
        return self._octets[offset : offset + length]

    def close(self) -> None:
        """Let go of it."""
