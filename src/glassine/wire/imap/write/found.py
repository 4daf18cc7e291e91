"""SEARCH and ESEARCH responses. RFC 3501 §7.2.5, RFC 9051 §7.3.4"""

from collections.abc import Sequence
from dataclasses import dataclass

from glassine.wire.imap.sets import NumberSet
from glassine.wire.imap.write.strings import quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What ESEARCH is to tell; what is None is left out."""

    least: int | None = None
    most: int | None = None
    all: NumberSet | None = None
    count: int | None = None
    modseq: int | None = None


def search_line(numbers: Sequence[int], modseq: int | None = None) -> bytes:
    """Return SEARCH: every number found. RFC 3501, modseq RFC 7162 §3.1.5"""
    found = b"".join(b" %d" % number for number in numbers)
    if modseq is not None and numbers:
        found += b" (MODSEQ %d)" % modseq
    return b"* SEARCH%b\r\n" % found


def esearch_line(tag: bytes, found: Found, *, uid: bool) -> bytes:
    """Return ESEARCH for the command of this tag; an empty ALL is left out."""
    told = [b"* ESEARCH (TAG %b)" % quoted(tag)]
    if uid:
        told.append(b"UID")
    if found.least is not None:
        told.append(b"MIN %d" % found.least)
    if found.most is not None:
        told.append(b"MAX %d" % found.most)
    if found.all:
        told.append(b"ALL %b" % bytes(found.all))
    if found.count is not None:
        told.append(b"COUNT %d" % found.count)
    if found.modseq is not None:
        told.append(b"MODSEQ %d" % found.modseq)
    return b" ".join(told) + b"\r\n"
