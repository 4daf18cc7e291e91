"""No bytes make the reading of an archive fail, nor that of a message with files."""

from glassine.mail.scan import Scanner
from glassine.spam.archives import Bomb, NotUnpacked, Room, in_gzip, in_zip
from glassine.spam.attachments import dangers_in
from glassine.spam.file_kinds import kind_of


def one(data: bytes) -> None:
    """Read the bytes as each kind of archive, and as a message with files."""
    kind_of(data)
    for members in (in_zip(data, Room()), in_gzip(data, "name", Room())):
        try:
            for member in members:
                kind_of(member.octets)
        except (NotUnpacked, Bomb):
            continue
    scanner = Scanner()
    head = b"Content-Disposition: attachment; filename=a.zip\r\n\r\n"
    scanner.feed(head + data)
    dangers_in(scanner.close().root, head + data)
