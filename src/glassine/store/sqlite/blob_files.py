"""Blobs on their way in, and the files of large ones.

A blob of up to 64 KiB becomes a column of its row. A larger one is written to its
file as it arrives, `blobs/ab/…ab`, named by nothing until its row commits.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path
from threading import Lock

from glassine.store.api.ids import (
    BlobId,
    BlobLost,
    Full,
    Missing,
    StoreError,
    Unavailable,
)
from glassine.store.sqlite.database import NO_ROOM
from glassine.words.clock import Clock

INLINE = 64 * 1024
SHELVES = [f"{number:02x}" for number in range(256)]


@contextmanager
def disk() -> Iterator[None]:
    """Turn what the operating system says into the store's own errors."""
    try:
        yield
    except OSError as error:
        raise (Full if error.errno in NO_ROOM else Unavailable)() from None


def new_name(clock: Clock, chance: Callable[[int], bytes]) -> BlobId:
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

    def sweep(self, named: set[bytes]) -> None:
        """Remove the files that no row names: a crash left them."""
        for shelf in SHELVES:
            with disk(), os.scandir(self._root / shelf) as entries:
                for entry in entries:
                    if bytes.fromhex(entry.name) not in named:
                        os.unlink(entry.path)


class Sole:
    """Tells the first process at a data directory that it is alone there."""

    def __init__(self, path: Path) -> None:
        with disk():
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def when_alone(self, work: Callable[[], None]) -> None:
        """Do the work if nobody else has the store open; then let others in."""
        with disk():
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                work()
            except BlockingIOError:
                pass
            fcntl.flock(self._file, fcntl.LOCK_SH)

    def close(self) -> None:
        """Let go of it."""
        os.close(self._file)


def put(file: int, octets: bytes | bytearray, offset: int) -> None:
    """Write all of it there; to try again writes the same octets again."""
    rest = memoryview(octets)
    with disk():
        while rest:
            written = os.pwrite(file, rest, offset)
            rest, offset = rest[written:], offset + written


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
