"""Strings as they go to a client: atom, quoted or literal. RFC 9051 §4.3

What has 8-bit octets goes as a literal, unless the client has said with ENABLE that
it takes UTF-8 in quoted strings; then the functions ending in `_utf8` are used.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

from glassine.wire.imap.utf7 import encode_utf7
from glassine.words.private import Text

NString: TypeAlias = Callable[[bytes | None], bytes]
"""How optional strings are written for one client."""

_LONGEST_QUOTED = 1_000
_PLAIN = re.compile(rb"[\x01-\x09\x0b\x0c\x0e-\x21\x23-\x5b\x5d-\x7e]*")
_QUOTABLE = re.compile(rb"[\x01-\x09\x0b\x0c\x0e-\x7e]*")
_QUOTABLE_UTF8 = re.compile(rb"[\x01-\x09\x0b\x0c\x0e-\x7e\x80-\xff]*")
_ATOM = re.compile(rb'[^\x00-\x20\x7f-\xff(){%*"\\]+')


def string(data: bytes) -> bytes:
    """Return the string for any client."""
    if len(data) > _LONGEST_QUOTED:
        return literal(_without_nul(data))
    if _PLAIN.fullmatch(data):
        return b'"%b"' % data
    return quoted(data) if _QUOTABLE.fullmatch(data) else literal(_without_nul(data))


def string_utf8(data: bytes) -> bytes:
    """Return the string for a client that takes UTF-8."""
    if (
        data.isascii()
        or len(data) > _LONGEST_QUOTED
        or not _QUOTABLE_UTF8.fullmatch(data)
        or not _is_utf8(data)
    ):
        return string(data)
    return quoted(data)


def nstring(data: bytes | None) -> bytes:
    """Return the string, or NIL, for any client."""
    return b"NIL" if data is None else string(data)


def nstring_utf8(data: bytes | None) -> bytes:
    """Return the string, or NIL, for a client that takes UTF-8."""
    return b"NIL" if data is None else string_utf8(data)


def astring(data: bytes) -> bytes:
    """Return the string as an atom if it can be one."""
    if _ATOM.fullmatch(data) and data.upper() != b"NIL":
        return data
    return string(data)


def quoted(data: bytes) -> bytes:
    """Return the octets in quotes; they hold no CR, LF or NUL."""
    return b'"%b"' % data.replace(b"\\", rb"\\").replace(b'"', rb"\"")


def literal_head(size: int) -> bytes:
    """Return what goes before the octets of a literal."""
    return b"{%d}\r\n" % size


def literal(data: bytes) -> bytes:
    """Return the octets as a literal."""
    return b"{%d}\r\n%b" % (len(data), data)


def mailbox(name: Text, *, utf8: bool = False) -> bytes:
    """Return a mailbox's name as this client reads it."""
    octets = name.reveal()
    if utf8 and not octets.isascii():
        return string_utf8(octets)
    return astring(octets if utf8 else encode_utf7(octets.decode()))


def _without_nul(data: bytes) -> bytes:
    """No string can hold NUL. RFC 9051 §9 `CHAR8`"""
    return data.replace(b"\0", b"")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
