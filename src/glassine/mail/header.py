"""Header fields by offset: find them, unfold them, never rewrite them. RFC 5322 §2.2

A line that is neither a field nor a continuation (the mbox "From " line, for one)
is passed over; it stays where it is in the bytes.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_NAME = rb"[!-9;-~]++"
_VALUE = rb"[^\n]*+(?:\n[ \t][^\n]*+)*+"
_FIELD = re.compile(rb"^(" + _NAME + rb")[ \t]*+:(" + _VALUE + rb")\n?", re.MULTILINE)
_OF_INTEREST = frozenset({
    *(b"date", b"subject", b"from", b"sender", b"reply-to", b"to", b"cc", b"bcc"),
    *(b"in-reply-to", b"message-id"),
})  # fmt: skip  # and all that begin with Content-


class Field(NamedTuple):
    """Where one header field lies: `start` to `end`, with its line end."""

    name: bytes  # as written
    start: int
    value: int  # first octet after the colon
    end: int


def fields(header: bytes) -> Iterator[Field]:
    """Yield every field of the header, in order."""
    for found in _FIELD.finditer(header):
        yield Field(found[1], found.start(), found.start(2), found.end())


def by_name(header: bytes) -> dict[bytes, list[bytes]]:
    """Return every field's value as it is written, by its name in lower case."""
    found: dict[bytes, list[bytes]] = {}
    for name, value in _FIELD.findall(header):
        found.setdefault(name.lower(), []).append(value)
    return found


def unfold(value: bytes) -> bytes:
    """Return the value on one line, without the white space around it. §2.2.3"""
    return value.translate(None, b"\r\n\0").strip(b" \t")


def values(header: bytes, name: bytes) -> list[bytes]:
    """Return the unfolded values of every field of that name, in any case."""
    wanted = name.lower()
    return [
        unfold(header[field.value : field.end])
        for field in fields(header)
        if field.name.lower() == wanted
    ]


def first(header: bytes, name: bytes) -> bytes | None:
    """Return the unfolded value of the first field of that name."""
    return next(iter(values(header, name)), None)


def repeated(header: bytes) -> list[tuple[bytes, bytes]]:
    """Return the fields of the content that are there already, unfolded, by name."""
    return [
        (name, unfold(value))
        for name, values in by_name(header).items()
        if name.startswith(b"content-")
        for value in values[1:]
    ]


def of_interest(header: bytes) -> dict[bytes, bytes]:
    """Return the fields IMAP asks for, unfolded: the first of each lower-case name."""
    found: dict[bytes, bytes] = {}
    for written, value in _FIELD.findall(header):
        name = written.lower()
        if name in _OF_INTEREST or name.startswith(b"content-"):
            found.setdefault(name, unfold(value))
    return found
