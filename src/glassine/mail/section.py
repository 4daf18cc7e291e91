"""IMAP's sections, as spans of octets over the tree of parts. RFC 9051 §6.4.5.1

A message is shown as `prefix + message`, the prefix being trace fields that were added
without rewriting it: `shifted` gives the tree of what is shown.
"""

from dataclasses import replace
from enum import Enum, auto
from typing import TypeAlias

from glassine.mail import header, transfer
from glassine.mail.structure import Part

Span: TypeAlias = tuple[int, int]
"""First octet, and one past the last."""


class Of(Enum):
    """Which octets of a part."""

    ALL = auto()  # BODY[] and BODY[1.2]: of a part, its body alone
    HEADER = auto()  # of the message, or of an enclosed one
    TEXT = auto()  # likewise
    MIME = auto()  # the part's own header


def find(root: Part, path: tuple[int, ...]) -> Part | None:
    """Return the part of that number, or None; the empty path is the root.

    A message that is no multipart has one part, itself.
    """
    part, below = root, _numbered(root)
    for number in path:
        if not 1 <= number <= len(below):
            return None
        part = below[number - 1]
        below = _parts_below(part)
    return part


def span(root: Part, path: tuple[int, ...], of: Of) -> Span | None:
    """Return the octets of a section, or None where the message has no such one."""
    part = find(root, path)
    if part is None:
        return None
    match of:
        case Of.ALL:
            return (part.body if path else part.start), part.end
        case Of.MIME:
            return (part.start, part.body) if path else None
    message = _enclosed(part) if path else part
    if message is None:
        return None
    if of is Of.HEADER:
        return message.start, message.body
    return message.body, message.end


def some_fields(head: bytes, names: frozenset[bytes], *, named: bool = True) -> bytes:
    """Return HEADER.FIELDS (or, not `named`, HEADER.FIELDS.NOT) with the empty line.

    `names` are in lower case.
    """
    kept = [
        head[field.start : field.end]
        for field in header.fields(head)
        if (field.name.lower() in names) is named
    ]
    return b"".join([*kept, b"\r\n"])


def content(root: Part, path: tuple[int, ...], message: bytes) -> bytes | None:
    """Return BINARY[path]: a leaf's body, its transfer encoding undone. RFC 3516

    None where there is no such part, or its encoding is not known (UNKNOWN-CTE).
    """
    part = find(root, path)
    if part is None:
        return None
    if not path:
        return message[part.start : part.end]
    octets = message[part.body : part.end]
    return octets if part.parts else transfer.decode(octets, part.encoding)


def shifted(root: Part, by: int) -> Part:
    """Return the tree with `by` octets put before the message's header."""
    return _moved(root, by, root.start)


def _moved(part: Part, by: int, start: int) -> Part:
    return replace(
        part,
        start=start,
        body=part.body + by,
        end=part.end + by,
        parts=tuple(_moved(child, by, child.start + by) for child in part.parts),
    )


def _numbered(message: Part) -> tuple[Part, ...]:
    """Return the parts a message's numbers count: its children, else itself."""
    multipart = message.parts and message.envelope is None
    return message.parts if multipart else (message,)


def _parts_below(part: Part) -> tuple[Part, ...]:
    message = _enclosed(part)
    return part.parts if message is None else _numbered(message)


def _enclosed(part: Part) -> Part | None:
    """Return the root of the message a message/rfc822 part holds."""
    return None if part.envelope is None else part.parts[0]
