"""What a FETCH item makes of a message: short pieces, and long ones to be streamed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from glassine.flow.card import Card, Marks
from glassine.flow.mailbox import flags
from glassine.flow.mailbox.reading import Reading
from glassine.flow.mailbox.view import Held
from glassine.mail import transfer
from glassine.mail.section import Of, Span, find, some_fields, span
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
from glassine.wire.imap.write import fetch
from glassine.wire.imap.write.strings import NString

LONG = 64 * 1024  # octets; more are sent as they are opened
OF = {
    SectionText.ALL: Of.ALL,
    SectionText.HEADER: Of.HEADER,
    SectionText.FIELDS: Of.HEADER,
    SectionText.FIELDS_NOT: Of.HEADER,
    SectionText.TEXT: Of.TEXT,
    SectionText.MIME: Of.MIME,
}
FIELDS = (SectionText.FIELDS, SectionText.FIELDS_NOT)

FromMarks: TypeAlias = Callable[[Held, Marks], bytes]
FROM_MARKS: Mapping[Attribute, FromMarks] = {
    Attribute.UID: lambda held, _: fetch.uid(held.uid),
    Attribute.FLAGS: lambda _, marks: fetch.flags(flags.of(marks)),
    Attribute.INTERNALDATE: lambda _, marks: fetch.internal_date(marks.moment),
    Attribute.SIZE: lambda _, marks: fetch.size(marks.size),
    Attribute.MODSEQ: lambda held, _: fetch.modseq(held.modseq),
}
"""The items that the head of a row answers."""

FROM_CARD: Mapping[Attribute, Callable[[Card, NString], bytes]] = {
    Attribute.ENVELOPE: lambda card, write: fetch.envelope(card.envelope, write),
    Attribute.BODY: lambda card, write: fetch.body(card.root, write),
    Attribute.BODYSTRUCTURE: lambda card, write: fetch.bodystructure(card.root, write),
    Attribute.PREVIEW: lambda card, write: fetch.preview(card.preview.encode(), write),
}
"""The items that the whole row answers, without the message."""


class WrittenFlags:
    """FLAGS, for many messages at once: what is alike is written once."""

    def __init__(self) -> None:
        self._written: dict[tuple[frozenset[str], frozenset[str]], bytes] = {}

    def __call__(self, _: Held, marks: Marks) -> bytes:
        """Return FLAGS of a message."""
        alike = marks.flags, marks.keywords
        written = self._written.get(alike)
        if written is None:
            written = self._written[alike] = fetch.flags(flags.of(marks))
        return written


def from_marks(items: Iterable[FetchItem]) -> list[FromMarks] | None:
    """Return what answers these items from the head of a row; None if it cannot."""
    answers = dict(FROM_MARKS) | {Attribute.FLAGS: WrittenFlags()}
    asked = list(items)
    if not all(isinstance(item, Attribute) and item in answers for item in asked):
        return None
    return [answers[item] for item in asked if isinstance(item, Attribute)]


class UnknownEncoding(Exception):
    """A part's transfer encoding is not one we can undo."""


@dataclass(frozen=True, slots=True)
class Long:
    """A section that is sent while it is read."""

    head: bytes
    span: Span
    reading: Reading

    def runs(self) -> Iterator[bytes]:
        """Yield its octets."""
        return self.reading.runs(self.span)


def section(item: BodySection, reading: Reading) -> bytes | Long:
    """Return BODY[…] of a message."""
    whole = span(reading.card.root, item.part, OF[item.text])
    if whole is None:
        return fetch.section(item, None)
    if item.text in FIELDS:
        names = frozenset(name.lower() for name in item.fields)
        named = item.text is SectionText.FIELDS
        head = some_fields(reading.octets(whole), names, named=named)
        start, end = _cut((0, len(head)), item.partial)
        return fetch.section(item, head[start:end])
    start, end = _cut(whole, item.partial)
    if end - start > LONG:
        return Long(fetch.section_head(item, end - start), (start, end), reading)
    return fetch.section(item, reading.octets((start, end)))


def binary(item: BinarySection, reading: Reading) -> bytes:
    """Return BINARY[…] of a message. Raises `UnknownEncoding`."""
    octets = _decoded(item.part, reading)
    if octets is None:
        return fetch.section(item, None)
    start, end = _cut((0, len(octets)), item.partial)
    return fetch.section(item, octets[start:end])


def binary_size(item: BinarySize, reading: Reading) -> bytes:
    """Return BINARY.SIZE[…] of a message; a part that is not there has none."""
    return fetch.binary_size(item, len(_decoded(item.part, reading) or b""))


def _decoded(number: PartNumber, reading: Reading) -> bytes | None:
    root = reading.card.root
    part, whole = find(root, number), span(root, number, Of.ALL)
    if part is None or whole is None:
        return None
    octets = reading.octets(whole)
    if not number or part.parts:
        return octets
    decoded = transfer.decode(octets, part.encoding)
    if decoded is None:
        raise UnknownEncoding
    return decoded


def _cut(whole: Span, partial: Partial | None) -> Span:
    """Return what of a span a client wants. RFC 9051 §6.4.5"""
    start, end = whole
    if partial is None:
        return whole
    start = min(start + partial.start, end)
    return start, min(start + partial.length, end)
