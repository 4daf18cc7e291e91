"""No bytes make the reading of an archive fail, nor that of a message with files."""

from collections.abc import Iterator
from io import BytesIO

from glassine.mail.scan import Scanner
from glassine.spam.archives import Bomb, Full, Member, NotUnpacked, Room, in_zip
from glassine.spam.attachments import dangers_in
from glassine.spam.file_kinds import kind_of
from glassine.spam.packed_runs import STREAMS, in_run
from glassine.spam.tars import in_tar


def one(data: bytes) -> None:
    """Read the bytes as each kind of archive, and as a message with files."""
    kind_of(data)
    _read(in_zip(data, Room()))
    _read(in_tar(BytesIO(data).read, Room()))
    for kind in STREAMS:
        _read(in_run(kind, data, "name", Room()))
    scanner = Scanner()
    head = b"Content-Disposition: attachment; filename=a.zip\r\n\r\n"
    scanner.feed(head + data)
    dangers_in(scanner.close().root, head + data)


def _read(members: Iterator[Member]) -> None:
    try:
        for member in members:
            kind_of(member.octets)
    except (NotUnpacked, Bomb, Full):
        return
