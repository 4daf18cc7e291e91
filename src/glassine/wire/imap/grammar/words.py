"""The words that many commands share: names, sets, flags, lists of options."""

import re
from enum import Enum
from typing import TypeVar

from glassine.wire.imap import replies
from glassine.wire.imap.flags import Flag, Keyword, SystemFlag
from glassine.wire.imap.grammar.scan import ATOM, LARGEST, Malformed, Scanner
from glassine.wire.imap.sets import STAR, Numbers, Range, SavedResult, SequenceSet
from glassine.wire.imap.utf7 import NotUtf7, decode_utf7
from glassine.words.private import Text

E = TypeVar("E", bound=Enum)

_SET = re.compile(
    rb"(?:[1-9]\d{0,9}|\*)(?::(?:[1-9]\d{0,9}|\*))?"
    rb"(?:,(?:[1-9]\d{0,9}|\*)(?::(?:[1-9]\d{0,9}|\*))?)*"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SYSTEM_FLAGS = {flag.value.upper(): flag for flag in SystemFlag}


def mailbox(scan: Scanner) -> Text:
    """Read a mailbox's name; INBOX comes back in upper case."""
    return _name(scan.astring(), utf8=scan.utf8)


def list_mailbox(scan: Scanner) -> Text:
    """Read a name with wildcards."""
    return _name(scan.list_mailbox(), utf8=scan.utf8)


def text(octets: bytes) -> Text:
    """Return these octets, which must be UTF-8, as words a person chose."""
    try:
        octets.decode()
    except UnicodeDecodeError:
        raise Malformed from None
    return Text(octets)


def numbers(scan: Scanner) -> Numbers:
    """Read a set of numbers, or `$`."""
    if scan.skip(b"$"):
        return SavedResult()
    return sequence_set(scan)


def sequence_set(scan: Scanner) -> SequenceSet:
    """Read a set of numbers."""
    return SequenceSet(tuple(map(_range, scan.take(_SET).split(b","))))


def flag(scan: Scanner) -> Flag:
    """Read one flag; of those with a backslash only the system's are known."""
    if not scan.skip(b"\\"):
        return Keyword(scan.take(ATOM))
    known = _SYSTEM_FLAGS.get(b"\\" + scan.word())
    if known is None:
        raise Malformed
    return known


def flag_list(scan: Scanner) -> frozenset[Flag]:
    """Read flags in parentheses. \\Recent is not for clients to set: RFC 3501 §2.3.2"""
    return settable(scan.listed(lambda: flag(scan), empty=True))


def settable(flags: tuple[Flag, ...]) -> frozenset[Flag]:
    """Return the flags that a client can set."""
    return frozenset(flags) - {SystemFlag.RECENT}


def one_of(scan: Scanner, kind: type[E]) -> E:
    """Read one word of a closed set."""
    try:
        return kind(scan.word())
    except ValueError:
        raise Malformed from None


def _name(octets: bytes, *, utf8: bool) -> Text:
    try:
        name = octets.decode() if utf8 else decode_utf7(octets)
    except (UnicodeDecodeError, NotUtf7):
        raise Malformed(replies.BAD_NAME) from None
    if _CONTROL.search(name):
        raise Malformed(replies.BAD_NAME)
    return Text(b"INBOX" if name.upper() == "INBOX" else name.encode())


def _range(written: bytes) -> Range:
    low, colon, high = written.partition(b":")
    return (_number(low), _number(high if colon else low))


def _number(digits: bytes) -> int:
    if digits == b"*":
        return STAR
    number = int(digits)
    if number > LARGEST:
        raise Malformed
    return number
