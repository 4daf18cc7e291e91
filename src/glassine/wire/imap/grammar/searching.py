"""Read SEARCH: return options, charset, and the tree of keys. RFC 9051 §6.4.4"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from glassine.wire.imap import replies
from glassine.wire.imap.commands import Search
from glassine.wire.imap.dates import NotADate, read_date
from glassine.wire.imap.flags import Keyword, SystemFlag
from glassine.wire.imap.grammar import words
from glassine.wire.imap.grammar.scan import ATOM, LARGEST_64, Malformed, Scanner
from glassine.wire.imap.options import SearchReturn
from glassine.wire.imap.search_keys import (
    All,
    And,
    Contains,
    Dated,
    Day,
    HasFlag,
    Header,
    InSet,
    Larger,
    ModSeq,
    Not,
    Older,
    Or,
    Order,
    SearchKey,
    Smaller,
    Where,
    Younger,
)

_KEY = re.compile(rb"[A-Za-z]+")
_SET_START = (b"*", b"$", *(b"%d" % digit for digit in range(1, 10)))
_DATE = re.compile(rb'"[^"]{1,11}"|[\w-]{1,11}')
_ENTRY_TYPES = {b"PRIV", b"SHARED", b"ALL"}
_CHARSETS = {b"US-ASCII", b"UTF-8"}
_SEEN, _RECENT = HasFlag(SystemFlag.SEEN), HasFlag(SystemFlag.RECENT)


def _contains(where: Where, scan: Scanner) -> SearchKey:
    return Contains(where, words.text(scan.astring()))


def _header(scan: Scanner) -> SearchKey:
    field = words.text(scan.astring())
    scan.space()
    return Header(field, words.text(scan.astring()))


def _date(scan: Scanner) -> date:
    try:
        return read_date(scan.take(_DATE).strip(b'"'))
    except NotADate:
        raise Malformed from None


def _modseq(scan: Scanner) -> SearchKey:
    """MODSEQ, perhaps of one flag, which we take as of all. RFC 7162 §3.1.5"""
    if scan.sees(b'"'):
        scan.string()
        scan.space()
        if scan.word() not in _ENTRY_TYPES:
            raise Malformed
        scan.space()
    return ModSeq(scan.number(most=LARGEST_64))


# Keys that are one word.
PLAIN: Mapping[bytes, SearchKey] = {
    b"ALL": All(),
    b"ANSWERED": HasFlag(SystemFlag.ANSWERED),
    b"DELETED": HasFlag(SystemFlag.DELETED),
    b"DRAFT": HasFlag(SystemFlag.DRAFT),
    b"FLAGGED": HasFlag(SystemFlag.FLAGGED),
    b"SEEN": _SEEN,
    b"UNANSWERED": Not(HasFlag(SystemFlag.ANSWERED)),
    b"UNDELETED": Not(HasFlag(SystemFlag.DELETED)),
    b"UNDRAFT": Not(HasFlag(SystemFlag.DRAFT)),
    b"UNFLAGGED": Not(HasFlag(SystemFlag.FLAGGED)),
    b"UNSEEN": Not(_SEEN),
    b"RECENT": _RECENT,  # RFC 3501 §6.4.4, as are NEW and OLD
    b"NEW": And((_RECENT, Not(_SEEN))),
    b"OLD": Not(_RECENT),
}
# Keys that take a space and one argument.
WITH_ARGUMENT: Mapping[bytes, Callable[[Scanner], SearchKey]] = {
    **{where.value: partial(_contains, where) for where in Where},
    b"BEFORE": lambda scan: Dated(Day.INTERNAL, Order.BEFORE, _date(scan)),
    b"ON": lambda scan: Dated(Day.INTERNAL, Order.ON, _date(scan)),
    b"SINCE": lambda scan: Dated(Day.INTERNAL, Order.SINCE, _date(scan)),
    b"SENTBEFORE": lambda scan: Dated(Day.SENT, Order.BEFORE, _date(scan)),
    b"SENTON": lambda scan: Dated(Day.SENT, Order.ON, _date(scan)),
    b"SENTSINCE": lambda scan: Dated(Day.SENT, Order.SINCE, _date(scan)),
    b"LARGER": lambda scan: Larger(scan.number(most=LARGEST_64)),
    b"SMALLER": lambda scan: Smaller(scan.number(most=LARGEST_64)),
    b"YOUNGER": lambda scan: Younger(scan.number(least=1)),
    b"OLDER": lambda scan: Older(scan.number(least=1)),
    b"KEYWORD": lambda scan: HasFlag(Keyword(scan.take(ATOM))),
    b"UNKEYWORD": lambda scan: Not(HasFlag(Keyword(scan.take(ATOM)))),
    b"UID": lambda scan: InSet(words.numbers(scan), uid=True),
    b"HEADER": _header,
    b"MODSEQ": _modseq,
}


def search(scan: Scanner, *, uid: bool = False) -> Search:
    """SEARCH: `RETURN (…)`, `CHARSET …`, then keys that must all hold."""
    scan.space()
    returns = _returns(scan) if scan.skip_word(b"RETURN ") else None
    if scan.skip_word(b"CHARSET "):
        _charset(scan)
    keys = [_key(scan, scan.nesting)]
    while scan.skip(b" "):
        keys.append(_key(scan, scan.nesting))
    return Search(_all_of(tuple(keys)), returns, uid)


def _returns(scan: Scanner) -> frozenset[SearchReturn]:
    options = scan.listed(lambda: words.one_of(scan, SearchReturn), empty=True)
    scan.space()
    return frozenset(options) or frozenset({SearchReturn.ALL})  # RFC 4731 §3.1


def _charset(scan: Scanner) -> None:
    if scan.astring().upper() not in _CHARSETS:
        raise Malformed(replies.BAD_CHARSET)
    scan.space()


def _key(scan: Scanner, depth: int) -> SearchKey:
    if not depth:
        raise Malformed(replies.NESTED_TOO_DEEP)
    if scan.sees(b"("):
        return _all_of(scan.listed(lambda: _key(scan, depth - 1)))
    if scan.sees(*_SET_START):
        return InSet(words.numbers(scan))
    name = scan.take(_KEY).upper()
    if name in PLAIN:
        return PLAIN[name]
    scan.space()
    return _compound(scan, name, depth - 1)


def _compound(scan: Scanner, name: bytes, depth: int) -> SearchKey:
    match name:
        case b"NOT":
            return Not(_key(scan, depth))
        case b"OR":
            one = _key(scan, depth)
            scan.space()
            return Or(one, _key(scan, depth))
    read = WITH_ARGUMENT.get(name)
    if read is None:
        raise Malformed
    return read(scan)


def _all_of(keys: tuple[SearchKey, ...]) -> SearchKey:
    return keys[0] if len(keys) == 1 else And(keys)
