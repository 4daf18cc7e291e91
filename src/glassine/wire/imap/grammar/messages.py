"""Read STORE, COPY, MOVE and UID EXPUNGE: what is done to messages that are there."""

import re

from glassine.wire.imap.commands import Copy, Expunge, Move, Store
from glassine.wire.imap.flags import Flag
from glassine.wire.imap.grammar import words
from glassine.wire.imap.grammar.scan import LARGEST_64, Malformed, Scanner
from glassine.wire.imap.options import StoreMode
from glassine.wire.imap.sets import Numbers
from glassine.words.private import Text

_STORE = re.compile(rb"([+-]?)FLAGS(\.SILENT)? ", re.IGNORECASE)


def store(scan: Scanner, *, uid: bool = False) -> Store:
    """STORE: a set, perhaps a modifier, what to do with which flags."""
    scan.space()
    messages = words.numbers(scan)
    scan.space()
    since = _unchanged_since(scan) if scan.sees(b"(") else None
    what = scan.take(_STORE).upper()
    mode = StoreMode(what[:1] if what[:1] in b"+-" else b"")
    silent = what.endswith(b".SILENT ")
    return Store(messages, mode, _flags(scan), silent, uid, since)


def copy(scan: Scanner, *, uid: bool = False) -> Copy:
    """COPY: a set and a mailbox."""
    return Copy(*_where(scan), uid)


def move(scan: Scanner, *, uid: bool = False) -> Move:
    """MOVE: a set and a mailbox. RFC 6851"""
    return Move(*_where(scan), uid)


def uid_expunge(scan: Scanner) -> Expunge:
    """UID EXPUNGE: only these. RFC 4315 §2.1"""
    scan.space()
    return Expunge(words.numbers(scan))


def _where(scan: Scanner) -> tuple[Numbers, Text]:
    scan.space()
    messages = words.numbers(scan)
    scan.space()
    return messages, words.mailbox(scan)


def _flags(scan: Scanner) -> frozenset[Flag]:
    if scan.sees(b"("):
        return words.flag_list(scan)
    flags = [words.flag(scan)]  # RFC 9051 §9 `store-att-flags`: no parentheses
    while scan.skip(b" "):
        flags.append(words.flag(scan))
    return words.settable(tuple(flags))


def _unchanged_since(scan: Scanner) -> int:
    scan.need(b"(")
    if scan.word() != b"UNCHANGEDSINCE":
        raise Malformed
    scan.space()
    since = scan.number(most=LARGEST_64)
    scan.need(b")")
    scan.space()
    return since
