"""Unpack archives within bounds that no archive moves: octets, members, depth, ratio.

Here are the bounds, and ZIP; `packed_runs` and `tars` have what else is unpacked. All
is done in memory and by the piece. Of a ZIP only deflated and stored members are read:
`zipfile` asks bzip2 and LZMA for no less than a whole chunk, which may hold a hundred
megabytes. What is not unpacked has its name read.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, NoReturn
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

DEEPEST = 4  # archives within archives
MOST_MEMBERS = 1000  # of all archives of a message
MOST_OCTETS = 16 * 1024 * 1024  # that all of them unpack to
MOST_PASSED = 32 * 1024 * 1024  # unpacked only to come to what is behind
LARGEST = 4 * 1024 * 1024  # of one member that are unpacked
DIRECTORY = 256 * 1024  # octets of a ZIP's list of members that `zipfile` may read
RATIO = 150  # text is packed to a tenth, a bomb to a thousandth
RATIO_FROM = 1024 * 1024  # octets; small files may be anything
_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_NAME = 46  # where the name stands in an entry. APPNOTE 4.3.12
_ENCRYPTED, _UTF8 = 0x1, 0x800
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20  # of ZIP64's end
_FAULTS = (
    *(BadZipFile, zlib.error, struct.error, OSError, EOFError),
    *(
        ValueError,
        OverflowError,
        NotImplementedError,
        RuntimeError,
        IndexError,
        KeyError,
    ),
)
"""What `zipfile` raises for octets that are no ZIP, besides its own error."""


class NotUnpacked(Exception):
    """It is no archive of its kind, or not a whole one."""


class Bomb(Exception):
    """It was made to unpack to more than anybody sends."""


class Full(Exception):
    """More of a message's archives is not looked at."""


@dataclass(slots=True)
class Room:
    """What is left of the bounds for one message."""

    octets: int = MOST_OCTETS
    members: int = MOST_MEMBERS
    passed: int = MOST_PASSED

    @property
    def is_full(self) -> bool:
        """Whether something came that had no room."""
        return min(self.octets, self.members, self.passed) < 0

    @property
    def unpacked(self) -> int:
        """How many octets came out of archives so far."""
        return MOST_OCTETS - self.octets + MOST_PASSED - self.passed

    def close(self) -> NoReturn:
        """Let nothing more in. Raises `Full`."""
        self.members = -1
        raise Full

    def take(self, octets: int) -> None:
        """Account for what was unpacked. Raises `Full`."""
        self.octets -= octets
        if self.octets < 0:
            raise Full

    def pass_over(self, octets: int) -> None:
        """Account for what was unpacked and not looked at. Raises `Full`."""
        self.passed -= octets
        if self.passed < 0:
            raise Full

    def enter(self) -> None:
        """Account for one member. Raises `Full`."""
        self.members -= 1
        if self.members < 0:
            raise Full


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; `octets` are its first, none where it is locked."""

    name: str
    octets: bytes = field(default=b"", repr=False)
    encrypted: bool = False


def in_zip(packed: bytes, room: Room) -> Iterator[Member]:
    """Yield the members of a ZIP. Raises `NotUnpacked`, `Bomb` and `Full`.

    Where the room is full the names are still told: they are listed at its end.
    """
    listed = _listed(packed)
    if len(listed) > DIRECTORY:
        yield from _names(listed)
        room.close()
    try:
        with ZipFile(BytesIO(packed)) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    yield _member(archive, info, room)
    except _FAULTS:
        raise NotUnpacked from None


def _listed(packed: bytes) -> bytes:
    """Return a ZIP's list of members, as it is written. Raises `NotUnpacked`."""
    at = packed.rfind(_END)
    if at < 0 or len(packed) < at + 22:
        raise NotUnpacked
    members, size = struct.unpack_from("<HI", packed, at + 10)
    # ZIP64 is for more than fits a letter; `zipfile` believes its numbers before these.
    says_more = packed[max(0, at - _LOCATOR_SIZE) : at].startswith(_LOCATOR)
    if says_more or size == 0xFFFF_FFFF or members == 0xFFFF:
        raise NotUnpacked
    return packed[max(0, at - size) : at]


def _names(listed: bytes) -> Iterator[Member]:
    """Yield the members of a list that is too long for `zipfile`, by name alone."""
    at = 0
    while listed.startswith(_ENTRY, at) and len(listed) >= at + _NAME:
        flags, length, *beside = struct.unpack_from("<8xH18xHHH", listed, at)
        name = listed[at + _NAME : at + _NAME + length]
        yield Member(name.decode("utf-8" if flags & _UTF8 else "cp437", "replace"))
        at += _NAME + length + sum(beside)


def _member(archive: ZipFile, info: ZipInfo, room: Room) -> Member:
    if info.flag_bits & _ENCRYPTED:
        return Member(info.filename, encrypted=True)
    if info.file_size > RATIO_FROM and info.file_size > RATIO * info.compress_size:
        raise Bomb
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return Member(info.filename)
    try:
        room.enter()
        with archive.open(info) as file:
            return Member(info.filename, _read(file, room))
    except Full:
        return Member(info.filename)


def _read(file: IO[bytes], room: Room) -> bytes:
    octets = file.read(max(0, min(LARGEST, room.octets + 1)))
    room.take(len(octets))
    return octets
