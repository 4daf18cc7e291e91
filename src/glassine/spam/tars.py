"""The files of a tar, read from front to back: its list of members is all of it.

The header of each is taken apart by `tarfile`; the walk is ours, since `tarfile` seeks
to and fro, and takes names of any length and headers upon headers of its own.
"""

import re
import tarfile
from collections.abc import Callable, Iterator
from tarfile import BLOCKSIZE, HeaderError, TarInfo

from glassine.spam.archives import LARGEST, Member, NotUnpacked, Room

LONGEST_NAME = 64 * 1024  # octets of what tells of the next file
_PATH = re.compile(rb"(?m)^\d{1,7} path=(.*)$")  # POSIX 1003.1, pax
_BEFORE_A_FILE = {
    *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
    *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
}
_SKIPPED_AT_ONCE = 64 * 1024
_FAULTS = (HeaderError, ValueError, OverflowError, IndexError)
"""What is raised for a block that is no header."""

Read = Callable[[int], bytes]
"""Returns the next octets, fewer only at the end."""


def is_tar(block: bytes) -> bool:
    """Tell whether a file that begins so is a tar: the first block sums up."""
    try:
        TarInfo.frombuf(block[:BLOCKSIZE], "utf-8", "replace")
    except _FAULTS:
        return False
    return True


def in_tar(read: Read, room: Room) -> Iterator[Member]:
    """Yield the files of a tar. Raises `NotUnpacked` and `Full`, and what `read` does.

    Links and directories are no files; what nobody knows counts as one.
    """
    name = ""
    for about in _headers(read):
        room.enter()
        tells = about.type in _BEFORE_A_FILE
        octets = read(min(about.size, LONGEST_NAME if tells else LARGEST))
        room.take(len(octets))
        if tells:
            name = _name_told(about.type, octets) or name
        elif about.isreg() or about.type not in tarfile.SUPPORTED_TYPES:
            yield Member(name or about.name, octets)
        if about.type not in _BEFORE_A_FILE:
            name = ""
        _pass_over(read, -(-about.size // BLOCKSIZE) * BLOCKSIZE - len(octets), room)


def _headers(read: Read) -> Iterator[TarInfo]:
    """Yield each header, up to two empty blocks; a lone one is read over."""
    ending = False
    while block := read(BLOCKSIZE):
        if any(block):
            ending = False
            yield _header(block)
        elif ending:
            return
        else:
            ending = True


def _header(block: bytes) -> TarInfo:
    try:
        about = TarInfo.frombuf(block, "utf-8", "replace")
    except _FAULTS:
        raise NotUnpacked from None
    if about.size < 0:
        raise NotUnpacked
    return about


def _name_told(kind: bytes, octets: bytes) -> str:
    """Return what a header of its own says the next file is called, if it does."""
    if kind in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
        paths = _PATH.findall(octets)
        return paths[-1].decode("utf-8", "replace") if paths else ""
    if kind != tarfile.GNUTYPE_LONGNAME:
        return ""
    return octets.partition(b"\0")[0].decode("utf-8", "replace")


def _pass_over(read: Read, octets: int, room: Room) -> None:
    while octets > 0 and (passed := len(read(min(octets, _SKIPPED_AT_ONCE)))):
        room.pass_over(passed)
        octets -= passed
