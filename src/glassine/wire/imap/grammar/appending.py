"""Read APPEND up to its message, which is never scanned. RFC 9051 §6.3.12"""

import re

from glassine.wire.imap.dates import NotADate, read_date_time
from glassine.wire.imap.events import AppendBegun
from glassine.wire.imap.flags import Flag
from glassine.wire.imap.grammar import words
from glassine.wire.imap.grammar.scan import Malformed, Scanner
from glassine.words.clock import Milliseconds
from glassine.words.private import Text

_APPEND = re.compile(rb"[^ ]{1,256} APPEND (?!\{\d+\+?\}\r\n\Z)", re.IGNORECASE)
_DATE_TIME = re.compile(rb'"[^"]{0,40}"')
_NO_FLAGS: frozenset[Flag] = frozenset()


def announces_message(command: bytes) -> bool:
    """Tell whether the literal at the end of these bytes is an APPEND's message.

    The first literal of an APPEND can be the mailbox's name instead.
    """
    return _APPEND.match(command) is not None


def append(scan: Scanner) -> AppendBegun:
    """Read `tag APPEND mailbox …` up to the message's octets."""
    tag = scan.tag()
    scan.space()
    scan.word()
    scan.space()
    return message(scan, tag, words.mailbox(scan))


def message(scan: Scanner, tag: bytes, mailbox: Text) -> AppendBegun:
    """Read ` (flags) "date" {310}`; flags and date may be absent."""
    scan.space()
    flags, moment = _flags(scan), _moment(scan)
    utf8 = scan.skip_word(b"UTF8 (")  # RFC 6855 §4
    binary = scan.skip(b"~")
    if utf8 and not binary:
        raise Malformed
    size = scan.literal_size()
    scan.end()
    return AppendBegun(tag, mailbox, size, flags, moment, binary, utf8)


def _flags(scan: Scanner) -> frozenset[Flag]:
    if not scan.sees(b"("):
        return _NO_FLAGS
    flags = words.flag_list(scan)
    scan.space()
    return flags


def _moment(scan: Scanner) -> Milliseconds | None:
    if not scan.sees(b'"'):
        return None
    try:
        moment = read_date_time(scan.take(_DATE_TIME).strip(b'"'))
    except NotADate:
        raise Malformed from None
    scan.space()
    return moment
