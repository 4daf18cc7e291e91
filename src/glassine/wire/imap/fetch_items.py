"""What FETCH can ask of a message. RFC 9051 §6.4.5"""

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

PartNumber: TypeAlias = tuple[int, ...]
"""`1.2` as (1, 2); empty for the message itself."""


class Attribute(Enum):
    """An item that is one word; its value is its name on the wire."""

    UID = b"UID"
    FLAGS = b"FLAGS"
    INTERNALDATE = b"INTERNALDATE"
    SIZE = b"RFC822.SIZE"
    ENVELOPE = b"ENVELOPE"
    BODY = b"BODY"
    BODYSTRUCTURE = b"BODYSTRUCTURE"
    MODSEQ = b"MODSEQ"  # RFC 7162
    PREVIEW = b"PREVIEW"  # RFC 8970


class SectionText(Enum):
    """Which bytes of a part a section means; `ALL` has no word. RFC 9051 §6.4.5.1"""

    ALL = b""
    HEADER = b"HEADER"
    FIELDS = b"HEADER.FIELDS"
    FIELDS_NOT = b"HEADER.FIELDS.NOT"
    TEXT = b"TEXT"
    MIME = b"MIME"


@dataclass(frozen=True, slots=True)
class Partial:
    """`<start.length>`: some octets of a section only."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class BodySection:
    """BODY[…], BODY.PEEK[…] or one of RFC822, RFC822.HEADER, RFC822.TEXT."""

    label: bytes  # how the answer names it, origin included
    part: PartNumber = ()
    text: SectionText = SectionText.ALL
    fields: tuple[bytes, ...] = ()  # as written; header names have no case
    partial: Partial | None = None
    peek: bool = False  # leaves \Seen alone


@dataclass(frozen=True, slots=True)
class BinarySection:
    """BINARY[…]: a part without its transfer encoding. RFC 9051 §6.4.5"""

    label: bytes
    part: PartNumber = ()
    partial: Partial | None = None
    peek: bool = False


@dataclass(frozen=True, slots=True)
class BinarySize:
    """BINARY.SIZE[…]: how long that would be."""

    label: bytes
    part: PartNumber = ()


FetchItem: TypeAlias = Attribute | BodySection | BinarySection | BinarySize
