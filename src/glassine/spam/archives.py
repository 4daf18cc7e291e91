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
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

DEEPEST = 4  # archives within archives
MOST_MEMBERS = 1000  # of all archives of a message
MOST_OCTETS = 16 * 1024 * 1024  # that all of them unpack to
MOST_PASSED = 32 * 1024 * 1024  # unpacked only to come to what is behind
LARGEST = 4 * 1024 * 1024  # of one member that are unpacked
DIRECTORY = 256 * 1024  # octets of a ZIP's list of members
RATIO = 150  # text is packed to a tenth, a bomb to a thousandth
RATIO_FROM = 1024 * 1024  # octets; small files may be anything
_END = b"PK\x05\x06"
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20  # of ZIP64's end
_ENCRYPTED = 0x1
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
    """It would unpack to more than anybody sends."""


@dataclass(slots=True)
class Room:
    """What is left of the bounds for one message."""

    octets: int = MOST_OCTETS
    members: int = MOST_MEMBERS
    passed: int = MOST_PASSED

    def take(self, octets: int) -> None:
        """Account for what was unpacked. Raises `Bomb`."""
        self.octets -= octets
        if self.octets < 0:
            raise Bomb

    def pass_over(self, octets: int) -> None:
        """Account for what was unpacked and not looked at. Raises `Bomb`."""
        self.passed -= octets
        if self.passed < 0:
            raise Bomb

    def enter(self) -> None:
        """Account for one member. Raises `Bomb`."""
        self.members -= 1
        if self.members < 0:
            raise Bomb


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; `octets` are its first, none where it is locked."""

    name: str
    octets: bytes = field(default=b"", repr=False)
    encrypted: bool = False


def in_zip(packed: bytes, room: Room) -> Iterator[Member]:
    """Yield the members of a ZIP. Raises `NotUnpacked` and `Bomb`."""
    _check_directory(packed)
    try:
        with ZipFile(BytesIO(packed)) as archive:
            for info in archive.infolist():
                room.enter()
                if not info.is_dir():
                    yield _member(archive, info, room)
    except _FAULTS:
        raise NotUnpacked from None


def _check_directory(packed: bytes) -> None:
    """See that the list of members is short before `zipfile` reads it. Raises both."""
    at = packed.rfind(_END)
    if at < 0 or len(packed) < at + 22:
        raise NotUnpacked
    members, size = struct.unpack_from("<HI", packed, at + 10)
    # ZIP64 is for more than fits a letter; `zipfile` believes its numbers before these.
    says_more = packed[max(0, at - _LOCATOR_SIZE) : at].startswith(_LOCATOR)
    if says_more or size == 0xFFFF_FFFF or members == 0xFFFF:
        raise NotUnpacked
    if size > DIRECTORY:
        raise Bomb


def _member(archive: ZipFile, info: ZipInfo, room: Room) -> Member:
    if info.flag_bits & _ENCRYPTED:
        return Member(info.filename, encrypted=True)
    if info.file_size > RATIO_FROM and info.file_size > RATIO * info.compress_size:
        raise Bomb
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return Member(info.filename)
    with archive.open(info) as file:
        return Member(info.filename, _read(file, room))


def _read(file: IO[bytes], room: Room) -> bytes:
    octets = file.read(min(LARGEST, room.octets + 1))
    room.take(len(octets))
    return octets
