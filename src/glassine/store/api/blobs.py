"""The book of blobs: sealed messages, each kept once however many name it."""

from typing import Protocol

from glassine.store.api.ids import BlobId


class BlobWriter(Protocol):
    """A sealed blob on its way in; it is invisible until its transaction commits."""

    @property
    def id(self) -> BlobId:
        """Its name, made by us."""

    def write(self, sealed: bytes) -> None:
        """Add sealed octets. Raises `Full`, `Unavailable`."""

    def reader(self) -> "BlobReader":
        """Return a reader of what is written so far. Raises `Unavailable`."""

    def abandon(self) -> None:
        """Give it up; nothing of it stays. One that was committed stays: no harm."""


class BlobReader(Protocol):
    """A sealed blob, read by offset."""

    @property
    def size(self) -> int:
        """How many octets there are."""

    def read(self, offset: int, length: int) -> bytes:
        """Return that run of octets, shorter only at the end."""

    def close(self) -> None:
        """Let go of it."""


class Blobs(Protocol):
    """Sealed messages. One is gone when no letter and no queue row names it."""

    def keep(self, blob: BlobWriter) -> None:
        """Make a written blob part of this transaction. Raises `Full`, `Missing`."""

    def open(self, blob: BlobId) -> BlobReader:
        """Return a reader. Raises `Missing`; `BlobLost` where its file is gone."""
