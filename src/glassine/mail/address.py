"""Address lists of header fields, as people and programs really write them.

RFC 5322 §3.4 and its obsolete forms §4.4: groups, comments, quoted strings, routes.
What fits no form still becomes an address of some kind: nothing is refused.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from itertools import islice
from typing import NamedTuple

from glassine.mail.lexical import QUOTED, comment_end, unescaped, unquoted
from glassine.mail.structure import MailAddress

ADDRESSES = 1000  # of one field; the rest is not looked at
TOKENS = 4 * ADDRESSES  # of all fields of a message that are in no plain form
_ATOM = rb'[^\s"<>@,:;()\\\[\]]++'
_SIMPLE = re.compile(
    rb'\s*+(?:(?:"([^"\\]*+)"\s*+|(' + _ATOM + rb"(?:[ \t]++" + _ATOM + rb")*+)\s*+)?+"
    rb"<(" + _ATOM + rb")@(" + _ATOM + rb")>"
    rb"|(" + _ATOM + rb")@(" + _ATOM + rb"))\s*+(?:,|\Z)"
)
_TOKEN = re.compile(
    rb"(\s++)|("
    + QUOTED
    + rb'|\[[^\]]*+\]?|\\.?|[^\s"\[<>@,:;()\\]++)|([<>@,;:(]|[)\]]++)',
    re.DOTALL,
)


def steps() -> Iterator[int]:
    """Return so many steps as the fields of one message may take together."""
    return iter(range(TOKENS))


def parse(
    value: bytes, allowed: Iterator[int] | None = None
) -> tuple[MailAddress, ...]:
    """Return the addresses of an unfolded field, in IMAP's form. RFC 9051 §7.5.2

    An address without a domain has the empty host, since None there opens a group.
    """
    simple = _simple(value)
    if simple is None:
        found = _tolerant(value, steps() if allowed is None else allowed)
        return tuple(islice(found, ADDRESSES))
    return tuple(simple)


def _simple(value: bytes) -> list[MailAddress] | None:
    """Return the addresses if each is plain `name <local@domain>` or without name."""
    found: list[MailAddress] = []
    at = 0
    while at < len(value) and len(found) < ADDRESSES:
        match = _SIMPLE.match(value, at)
        if match is None:
            return None
        quoted, phrase, mailbox, host, bare, bare_host = match.groups()
        name = quoted if quoted is not None else phrase and b" ".join(phrase.split())
        found.append(MailAddress(name, mailbox or bare, host or bare_host))
        at = match.end()
    return found


class _Token(NamedTuple):
    kind: bytes  # b"w" a word, b" " space, b"c" a comment, else the special itself
    text: bytes


def _tokens(value: bytes, allowed: Iterator[int]) -> Iterator[_Token]:
    at = 0
    for _ in allowed:
        found = _TOKEN.match(value, at)
        if found is None:
            return
        at = found.end()
        space, word, special = found.groups()
        if space is not None:
            yield _Token(b" ", b" ")
        elif word is not None:
            yield _Token(b"w", word)
        elif special == b"(":
            at = comment_end(value, found.start())
            yield _Token(b"c", value[found.end() : at].removesuffix(b")"))
        elif special[0] not in b")]":
            yield _Token(special, special)


def _tolerant(value: bytes, allowed: Iterator[int]) -> Iterator[MailAddress]:
    """Yield the addresses of a list of any shape, a token at a time."""
    heap: list[_Token] = []
    in_group, angle = False, _Angle.NONE
    for token in _tokens(value, allowed):
        if token.kind == b":" and angle is _Angle.NONE and not in_group:
            yield MailAddress(None, _phrase(heap), None)
            heap, in_group = [], True
        elif token.kind in b",;" and angle is not _Angle.ROUTE:
            yield from _mailbox(heap)
            heap, angle = [], _Angle.NONE
            if token.kind == b";" and in_group:
                yield MailAddress(None, None, None)
                in_group = False
        else:
            heap.append(token)
            angle = _TURNS.get((angle, token.kind), angle)
    yield from _mailbox(heap)
    if in_group:
        yield MailAddress(None, None, None)


class _Angle(Enum):
    """Where in `name <@route:local@domain>` a token stands."""

    NONE = auto()
    OPEN = auto()
    ROUTE = auto()  # it holds commas of its own. RFC 5322 §4.4
    SPEC = auto()


_TURNS = {
    (_Angle.NONE, b"<"): _Angle.OPEN,
    (_Angle.OPEN, b"@"): _Angle.ROUTE,
    (_Angle.OPEN, b"w"): _Angle.SPEC,
    (_Angle.ROUTE, b":"): _Angle.SPEC,
    **{(angle, b">"): _Angle.NONE for angle in _Angle},
}


def _mailbox(heap: list[_Token]) -> Iterator[MailAddress]:
    """Yield the one address these tokens make, if they make any."""
    kinds = [token.kind for token in heap]
    if b"<" not in kinds:
        comments = [unescaped(t.text).strip() for t in heap if t.kind == b"c"]
        if len(comments) < sum(kind != b" " for kind in kinds):
            yield from _address(heap, comments[-1] if comments else None)
        return
    opened = kinds.index(b"<")
    closed = kinds.index(b">", opened) if b">" in kinds[opened:] else len(heap)
    spec = heap[opened + 1 : closed]
    if b":" in kinds[opened:closed]:
        spec = heap[opened + 1 + _last(spec, b":") + 1 : closed]
    yield from _address(spec, _phrase(heap[:opened]) or None)


def _address(spec: list[_Token], name: bytes | None) -> Iterator[MailAddress]:
    at = _last(spec, b"@")
    if at < 0:
        mailbox, host = _phrase(spec), b""
    else:
        mailbox, host = _joined(spec[:at]), _joined(spec[at + 1 :])
    if mailbox or host or name:
        yield MailAddress(name, mailbox, host)


def _last(tokens: list[_Token], kind: bytes) -> int:
    return max((i for i, token in enumerate(tokens) if token.kind == kind), default=-1)


def _joined(tokens: list[_Token]) -> bytes:
    return b"".join(unquoted(t.text) for t in tokens if t.kind not in b" c")


def _phrase(tokens: list[_Token]) -> bytes:
    """Return the words as one text, a space wherever there was white space."""
    return b"".join(
        unquoted(token.text) if token.kind != b" " else b" "
        for token in tokens
        if token.kind != b"c"
    ).strip()
