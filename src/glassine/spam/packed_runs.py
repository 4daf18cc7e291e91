"""Unpack what was packed as one run: gzip, bzip2 and xz, a piece at a time.

A run may be several streams, one after the other, as programs that pack on many
processors write it; each counts as a member, so that their number is bounded too.
"""

import re
import zlib
from bz2 import BZ2Decompressor
from collections.abc import Callable, Iterator
from lzma import FORMAT_XZ, LZMADecompressor, LZMAError
from tarfile import BLOCKSIZE
from typing import Protocol

from glassine.spam.archives import (
    LARGEST,
    RATIO,
    RATIO_FROM,
    Bomb,
    Member,
    NotUnpacked,
    Room,
)
from glassine.spam.file_kinds import FileKind
from glassine.spam.tars import in_tar, is_tar

MEMORY = 80 * 1024 * 1024  # octets that xz may ask for; `xz -9` needs 65 MiB
PIECE = 8 * 1024  # packed octets at once
_PADDING = re.compile(rb"\0*")
_FAULTS = (zlib.error, OSError, LZMAError, EOFError, ValueError, MemoryError)


class Stream(Protocol):
    """One stream of a run, as `bz2` and `lzma` have it."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class Gunzip:
    """A stream of gzip, in the words of the others. RFC 1952"""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        """Whether its end was reached."""
        return self._inflater.eof

    @property
    def needs_input(self) -> bool:
        """Whether all that was given is used."""
        return not self._inflater.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """What was given and lies behind its end."""
        return self._inflater.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Return some octets; none means that more is needed."""
        rest = self._inflater.unconsumed_tail
        return self._inflater.decompress(rest + data, max_length)


STREAMS: dict[FileKind, Callable[[], Stream]] = {
    FileKind.GZIP: Gunzip,
    FileKind.BZIP2: BZ2Decompressor,
    FileKind.XZ: lambda: LZMADecompressor(FORMAT_XZ, MEMORY),
}


def in_run(kind: FileKind, packed: bytes, name: str, room: Room) -> Iterator[Member]:
    """Yield the files of the tar that is packed so, or the one file that is.

    That is called as its parcel without the last extension. Raises `NotUnpacked`,
    `Bomb` and `Full`.
    """
    run = Run(kind, packed, room)
    if is_tar(run.beginning()):
        yield from in_tar(run.read, room)
        return
    octets = run.read(LARGEST)
    room.take(len(octets))
    yield Member(name.rpartition(".")[0] or name, octets)


class Run:
    """What is packed, read on from its beginning."""

    def __init__(self, kind: FileKind, packed: bytes, room: Room) -> None:
        self._begin = STREAMS[kind]
        self._magic = packed[:2]
        self._packed = packed
        self._room = room
        self._at = 0
        self._begun = b""  # what was looked at beforehand
        self._unpacked = 0
        self._ended = False
        room.enter()
        self._stream = self._begin()

    def beginning(self) -> bytes:
        """Return the first octets, which are yet to be read. Raises as `read` does."""
        self._begun = self.read(BLOCKSIZE)
        return self._begun

    def read(self, most: int) -> bytes:
        """Return the next octets, fewer only at the end.

        Raises `NotUnpacked`, `Bomb` and `Full`.
        """
        pieces = [self._begun[:most]]
        self._begun = self._begun[most:]
        most -= len(pieces[0])
        while most > 0 and (piece := self._piece(most)):
            pieces.append(piece)
            most -= len(piece)
        return b"".join(pieces)

    def _piece(self, most: int) -> bytes:
        try:
            piece = self._next(most)
        except _FAULTS:
            raise NotUnpacked from None
        self._unpacked += len(piece)
        if self._unpacked > RATIO_FROM and self._unpacked > RATIO * self._at:
            raise Bomb
        return piece

    def _next(self, most: int) -> bytes:
        while not self._stream.eof or self._goes_on():
            given = self._given() if self._stream.needs_input else b""
            starved = not given and self._stream.needs_input
            if piece := self._stream.decompress(given, most):
                return piece
            if starved and not self._stream.eof:
                break  # it was cut off; what there was has been read
        return b""

    def _given(self) -> bytes:
        given = self._packed[self._at : self._at + PIECE]
        self._at += len(given)
        return given

    def _goes_on(self) -> bool:
        """Begin the next stream, if there is one; what else is behind is not read."""
        behind = self._at - len(self._stream.unused_data)
        padding = _PADDING.match(self._packed, behind)
        self._at = padding.end() if padding else behind
        if self._ended or not self._packed.startswith(self._magic, self._at):
            self._ended = True
            return False
        self._room.enter()
        self._stream = self._begin()
        return True
