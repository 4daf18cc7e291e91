"""Responses about the session and the mailbox that is open. RFC 9051 §7.2 to §7.4"""

from collections.abc import Iterable, Sequence

from glassine.wire.imap.options import Extension
from glassine.wire.imap.write.strings import string


def capability_line(names: Iterable[bytes]) -> bytes:
    """CAPABILITY"""
    return b"* CAPABILITY %b\r\n" % b" ".join(names)


def enabled_line(extensions: Iterable[Extension]) -> bytes:
    """ENABLED: what is on now and was not before. RFC 5161 §3.2"""
    told = b"".join(b" " + extension.value for extension in extensions)
    return b"* ENABLED%b\r\n" % told


def id_line(fields: Sequence[tuple[bytes, bytes]]) -> bytes:
    """ID: what we say of ourselves. RFC 2971 §3.2"""
    if not fields:
        return b"* ID NIL\r\n"
    told = b" ".join(b"%b %b" % (string(k), string(v)) for k, v in fields)
    return b"* ID (%b)\r\n" % told


def exists_line(messages: int) -> bytes:
    """EXISTS"""
    return b"* %d EXISTS\r\n" % messages


def recent_line(messages: int) -> bytes:
    """RECENT. RFC 3501 §7.3.2"""
    return b"* %d RECENT\r\n" % messages


def expunge_line(number: int) -> bytes:
    """EXPUNGE: this number is gone, and those above it move down."""
    return b"* %d EXPUNGE\r\n" % number
