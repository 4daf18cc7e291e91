"""Response codes that hold a value; the others stand in `replies`. RFC 9051 §7.1"""

from collections.abc import Iterable

from glassine.wire.imap.flags import Flag
from glassine.wire.imap.sets import NumberSet
from glassine.wire.imap.write.flags import flag_list


def capability(names: Iterable[bytes]) -> bytes:
    """CAPABILITY …, spares the client a command."""
    return b"CAPABILITY " + b" ".join(names)


def permanent_flags(flags: Iterable[Flag], *, new_keywords: bool) -> bytes:
    """PERMANENTFLAGS (…), with `\\*` where clients may make up keywords."""
    listed = flag_list(flags)
    if new_keywords:
        listed = b"(%b)" % b" ".join(filter(None, (listed[1:-1], b"\\*")))
    return b"PERMANENTFLAGS " + listed


def uid_validity(value: int) -> bytes:
    """UIDVALIDITY"""
    return b"UIDVALIDITY %d" % value


def uid_next(value: int) -> bytes:
    """UIDNEXT"""
    return b"UIDNEXT %d" % value


def unseen(number: int) -> bytes:
    """UNSEEN: the first message not seen. RFC 3501 §7.1"""
    return b"UNSEEN %d" % number


def highest_modseq(value: int) -> bytes:
    """HIGHESTMODSEQ. RFC 7162 §3.1.2.1"""
    return b"HIGHESTMODSEQ %d" % value


def append_uid(validity: int, uids: NumberSet) -> bytes:
    """APPENDUID: what became of appended messages. RFC 4315 §3"""
    return b"APPENDUID %d %b" % (validity, bytes(uids))


def copy_uid(validity: int, source: NumberSet, copies: NumberSet) -> bytes:
    """COPYUID: which UIDs became which, both in ascending order. RFC 4315 §3"""
    return b"COPYUID %d %b %b" % (validity, bytes(source), bytes(copies))
