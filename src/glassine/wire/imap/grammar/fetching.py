"""Read FETCH: items, sections, partial ranges, macros. RFC 9051 §6.4.5"""

import re

from glassine.wire.imap import replies
from glassine.wire.imap.commands import Fetch
from glassine.wire.imap.fetch_items import (
    Attribute,
    BinarySection,
    BinarySize,
    BodySection,
    FetchItem,
    Partial,
    PartNumber,
    SectionText,
)
from glassine.wire.imap.grammar import words
from glassine.wire.imap.grammar.scan import LARGEST_64, Malformed, Scanner
from glassine.wire.imap.write.strings import astring

_NAME = re.compile(rb"[A-Za-z0-9.]+")
_PART = re.compile(rb"(?:[1-9]\d{0,9}(?:\.[1-9]\d{0,9})*)?")  # may be empty
_TEXT = re.compile(rb"HEADER(?:\.FIELDS(?:\.NOT)?)?|TEXT|MIME", re.IGNORECASE)
_DEEPEST = 100  # numbers in a part number

FAST: tuple[FetchItem, ...] = (Attribute.FLAGS, Attribute.INTERNALDATE, Attribute.SIZE)
ALL: tuple[FetchItem, ...] = (*FAST, Attribute.ENVELOPE)
MACROS = {b"FAST": FAST, b"ALL": ALL, b"FULL": (*ALL, Attribute.BODY)}

ATTRIBUTES = {item.value: item for item in Attribute}
# RFC 3501 §6.4.5: other names for three sections
RFC822 = {
    b"RFC822": BodySection(b"RFC822"),
    b"RFC822.HEADER": BodySection(b"RFC822.HEADER", text=SectionText.HEADER, peek=True),
    b"RFC822.TEXT": BodySection(b"RFC822.TEXT", text=SectionText.TEXT),
}


def fetch(scan: Scanner, *, uid: bool = False) -> Fetch:
    """FETCH: a set, items or a macro, perhaps modifiers."""
    scan.space()
    messages = words.numbers(scan)
    scan.space()
    items = _items(scan)
    since, vanished = _modifiers(scan) if scan.skip(b" ") else (None, False)
    if vanished and not uid:  # RFC 7162 §3.2.6
        raise Malformed
    return Fetch(messages, items, uid, since, vanished)


def _items(scan: Scanner) -> tuple[FetchItem, ...]:
    if scan.sees(b"("):
        return scan.listed(lambda: _item(scan, scan.take(_NAME).upper()))
    name = scan.take(_NAME).upper()
    return MACROS.get(name) or (_item(scan, name),)


def _item(scan: Scanner, name: bytes) -> FetchItem:
    if scan.sees(b"["):
        return _section_item(scan, name)
    if name == b"PREVIEW" and scan.skip(b" ("):
        return _lazy_preview(scan)
    item = ATTRIBUTES.get(name) or RFC822.get(name)
    if item is None:
        raise Malformed
    return item


def _lazy_preview(scan: Scanner) -> FetchItem:
    """LAZY asks for a preview only where it is cheap; ours always is. RFC 8970 §3.2"""
    if scan.word() != b"LAZY":
        raise Malformed
    scan.need(b")")
    return Attribute.PREVIEW


def _section_item(scan: Scanner, name: bytes) -> FetchItem:
    match name:
        case b"BODY" | b"BODY.PEEK":
            return _body(scan, peek=name != b"BODY")
        case b"BINARY" | b"BINARY.PEEK":
            return _binary(scan, peek=name != b"BINARY")
        case b"BINARY.SIZE":
            part = _bare_part(scan)
            return BinarySize(b"BINARY.SIZE[%b]" % _dotted(part), part)
        case _:
            raise Malformed


def _body(scan: Scanner, *, peek: bool) -> BodySection:
    scan.need(b"[")
    part, text = _section(scan)
    fields: tuple[bytes, ...] = ()
    if text in (SectionText.FIELDS, SectionText.FIELDS_NOT):
        scan.space()
        fields = scan.listed(scan.astring)
    scan.need(b"]")
    partial = _partial(scan)
    label = b"BODY[%b]%b" % (_spec(part, text, fields), _origin(partial))
    return BodySection(label, part, text, fields, partial, peek)


def _binary(scan: Scanner, *, peek: bool) -> BinarySection:
    part, partial = _bare_part(scan), _partial(scan)
    label = b"BINARY[%b]%b" % (_dotted(part), _origin(partial))
    return BinarySection(label, part, partial, peek)


def _section(scan: Scanner) -> tuple[PartNumber, SectionText]:
    if scan.sees(b"]"):
        return (), SectionText.ALL
    part = _part(scan)
    if part and not scan.skip(b"."):
        return part, SectionText.ALL
    text = SectionText(scan.take(_TEXT).upper())
    if text is SectionText.MIME and not part:
        raise Malformed
    return part, text


def _bare_part(scan: Scanner) -> PartNumber:
    scan.need(b"[")
    part = _part(scan)
    scan.need(b"]")
    return part


def _part(scan: Scanner) -> PartNumber:
    written = scan.take(_PART)
    part = tuple(map(int, written.split(b"."))) if written else ()
    if len(part) > _DEEPEST:
        raise Malformed(replies.NESTED_TOO_DEEP)
    return part


def _partial(scan: Scanner) -> Partial | None:
    if not scan.skip(b"<"):
        return None
    start = scan.number(most=LARGEST_64)
    scan.need(b".")
    length = scan.number(least=1, most=LARGEST_64)
    scan.need(b">")
    return Partial(start, length)


def _modifiers(scan: Scanner) -> tuple[int | None, bool]:
    """CHANGEDSINCE and VANISHED. RFC 7162 §3.1.4.1, §3.2.6"""
    since, vanished = None, False
    for value in scan.listed(lambda: _modifier(scan)):
        since, vanished = (since, True) if value is None else (value, vanished)
    if vanished and since is None:
        raise Malformed
    return since, vanished


def _modifier(scan: Scanner) -> int | None:
    match scan.word():
        case b"CHANGEDSINCE":
            scan.space()
            return scan.number(most=LARGEST_64)
        case b"VANISHED":
            return None
        case _:
            raise Malformed


def _dotted(part: PartNumber) -> bytes:
    return b".".join(b"%d" % number for number in part)


def _spec(part: PartNumber, text: SectionText, fields: tuple[bytes, ...]) -> bytes:
    words_of = [word for word in (_dotted(part), text.value) if word]
    names = b" (%b)" % b" ".join(map(astring, fields)) if fields else b""
    return b".".join(words_of) + names


def _origin(partial: Partial | None) -> bytes:
    return b"" if partial is None else b"<%d>" % partial.start
