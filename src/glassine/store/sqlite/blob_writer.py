"""A sealed blob on its way in: in memory while it is small, then in its file.

Up to 64 KiB become a column of its row. More is written to the file as it arrives,
which nothing names until its row commits.
"""

import os
from enum import Enum, auto
from threading import Lock

from glassine.store.api.ids import BlobId, Missing, StoreError
from glassine.store.sqlite.blob_files import (
    BlobFiles,
    FileReader,
    InlineReader,
    disk,
)

INLINE = 64 * 1024


class Stage(Enum):
    """How far a blob is on its way in."""

    WRITING = auto()
    KEEPING = auto()  # part of a transaction that has not ended
    DROPPED = auto()  # abandoned while it was being kept: the end decides
    DONE = auto()


class SealedWriter:
    """A sealed blob on its way in: in memory while it is small, then a file."""

    def __init__(self, name: BlobId, files: BlobFiles) -> None:
        self.id = name
        self.size = 0
        self._files = files
        self._small = bytearray()
        self._file: int | None = None
        self._stage = Stage.WRITING
        self._lock = Lock()  # the caller may abandon while the writer commits

    def write(self, sealed: bytes) -> None:
        """Add sealed octets. Raises `Full`, `Unavailable`; then none were added."""
        if self._file is None and self.size + len(sealed) <= INLINE:
            self._small += sealed
        else:
            file = self._begin_file() if self._file is None else self._file
            put(file, sealed, self.size)
        self.size += len(sealed)

    def _begin_file(self) -> int:
        file = self._files.create(self.id)
        try:
            put(file, self._small, 0)
        except StoreError:
            os.close(file)
            self._files.unlink(self.id)
            raise
        self._file = file
        return file

    def reader(self) -> FileReader | InlineReader:
        """Return a reader of what is written so far. Raises `Unavailable`."""
        if self._file is None:
            return InlineReader(bytes(self._small))
        return self._files.open(self.id)

    def keep(self) -> None:
        """It is part of a transaction from now on. Raises `Missing` for a second."""
        with self._lock:
            if self._stage is not Stage.WRITING:
                raise Missing
            self._stage = Stage.KEEPING

    def for_row(self) -> bytes | None:
        """Return the octets for its row, or None where they are a file, on disk now."""
        if self._file is None:
            return bytes(self._small)
        self._files.make_durable(self.id, self._file)
        return None

    def committed(self) -> None:
        """It is part of the store now."""
        with self._lock:
            self._stage = Stage.DONE
            self._close()

    def undone(self) -> None:
        """It may be kept again, unless it was abandoned meanwhile."""
        with self._lock:
            dropped = self._stage is Stage.DROPPED
            self._stage = Stage.WRITING
        if dropped:
            self.abandon()

    def abandon(self) -> None:
        """Give it up; nothing of it stays. One that was committed stays: no harm."""
        with self._lock:
            match self._stage:
                case Stage.WRITING:
                    self._stage = Stage.DONE
                    self._discard()
                case Stage.KEEPING:
                    self._stage = Stage.DROPPED
                case Stage.DROPPED | Stage.DONE:
                    return

    def _discard(self) -> None:
        if self._file is not None:
            self._files.unlink(self.id)
        self._close()

    def _close(self) -> None:
        self._small.clear()
        if self._file is not None:
            os.close(self._file)
            self._file = None


def put(file: int, octets: bytes | bytearray, offset: int) -> None:
    """Write all of it there; to try again writes the same octets again."""
    rest = memoryview(octets)
    with disk():
        while rest:
            written = os.pwrite(file, rest, offset)
            rest, offset = rest[written:], offset + written
