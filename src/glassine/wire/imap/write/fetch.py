"""FETCH responses: each item is a piece of bytes, a response is its pieces joined.

The pieces of a sealed row can be made once and kept; nothing here looks at a message
again. A long section goes as `section_head`, its octets, and what follows, so that
no copy of it is made.
"""

from collections.abc import Iterable

from glassine.mail.structure import HeaderEnvelope, Part
from glassine.wire.imap.dates import write_date_time
from glassine.wire.imap.fetch_items import BinarySection, BinarySize, BodySection
from glassine.wire.imap.flags import Flag
from glassine.wire.imap.write import structure
from glassine.wire.imap.write.flags import flag_list
from glassine.wire.imap.write.strings import NString, literal_head, nstring
from glassine.words.clock import Milliseconds


def fetch(number: int, pieces: Iterable[bytes]) -> bytes:
    """Return one whole FETCH response. RFC 9051 §7.5.2"""
    return b"* %d FETCH (%b)\r\n" % (number, b" ".join(pieces))


def uid(value: int) -> bytes:
    """UID"""
    return b"UID %d" % value


def flags(of: Iterable[Flag]) -> bytes:
    """FLAGS"""
    return b"FLAGS " + flag_list(of)


def internal_date(moment: Milliseconds) -> bytes:
    """INTERNALDATE"""
    return b"INTERNALDATE " + write_date_time(moment)


def size(octets: int) -> bytes:
    """RFC822.SIZE"""
    return b"RFC822.SIZE %d" % octets


def modseq(value: int) -> bytes:
    """MODSEQ. RFC 7162 §3.1.4"""
    return b"MODSEQ (%d)" % value


def preview(text: bytes | None, nstring: NString = nstring) -> bytes:
    """PREVIEW. RFC 8970 §3"""
    return b"PREVIEW " + nstring(text)


def envelope(of: HeaderEnvelope, nstring: NString = nstring) -> bytes:
    """ENVELOPE"""
    return b"ENVELOPE " + structure.envelope(of, nstring)


def body(part: Part, nstring: NString = nstring) -> bytes:
    """BODY"""
    return b"BODY " + structure.body(part, nstring)


def bodystructure(part: Part, nstring: NString = nstring) -> bytes:
    """BODYSTRUCTURE"""
    return b"BODYSTRUCTURE " + structure.bodystructure(part, nstring)


def section(item: BodySection | BinarySection, octets: bytes | None) -> bytes:
    """Return what the section holds, NIL where there is no such part."""
    if octets is None:
        return item.label + b" NIL"
    if isinstance(item, BinarySection) and b"\0" in octets:
        return b"%b ~%b%b" % (item.label, literal_head(len(octets)), octets)
    return section_head(item, len(octets)) + octets


def section_head(item: BodySection | BinarySection, octets: int) -> bytes:
    """Return what goes before this many octets of the section."""
    return b"%b %b" % (item.label, literal_head(octets))


def binary_size(item: BinarySize, octets: int) -> bytes:
    """BINARY.SIZE"""
    return b"%b %d" % (item.label, octets)
