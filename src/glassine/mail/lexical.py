"""The small words of header fields: quoted strings and comments. RFC 5322 §3.2

Every pattern here is possessive, so that no input makes it take more than one pass.
"""

import re

QUOTED = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?'  # the closing quote may be missing
LONGEST_COMMENT = 4096  # octets of one with others in it
_OUTSIDE = re.compile(rb'(?:[^"(\\]++|' + QUOTED + rb"|\\.?)*+", re.DOTALL)
_COMMENT_EDGE = re.compile(rb"\\.|\(++|\)++", re.DOTALL)
_PLAIN_COMMENT = re.compile(rb"\((?:[^()\\]++|\\.)*+\)", re.DOTALL)


def comment_end(value: bytes, start: int) -> int:
    """Return one past the comment that opens at `start`; comments nest.

    One that is too long to be one goes on to the end, as one that is not closed does.
    """
    if plain := _PLAIN_COMMENT.match(value, start):
        return plain.end()
    depth = 0
    for edge in _COMMENT_EDGE.finditer(value, start, start + LONGEST_COMMENT):
        run = edge[0]
        if run[:1] == b"(":
            depth += len(run)
        elif run[:1] == b")":
            if len(run) >= depth:
                return edge.start() + depth
            depth -= len(run)
    return len(value)


def without_comments(value: bytes) -> bytes:
    """Return the value with a space for every comment. RFC 5322 §3.2.2"""
    if b"(" not in value:
        return value
    kept, at = [], 0
    while at < len(value) and (plain := _OUTSIDE.match(value, at)):
        kept.append(plain[0])
        at = comment_end(value, plain.end())
    return b" ".join(kept)


def unescaped(value: bytes) -> bytes:
    """Return the value with every quoted pair resolved. RFC 5322 §3.2.1"""
    if b"\\" not in value:
        return value
    pieces = value.split(b"\\\\")
    *bare, last = [piece.replace(b"\\", b"") for piece in pieces]
    if pieces[-1].endswith(b"\\"):  # it has nothing to stand before
        last += b"\\"
    return b"\\".join([*bare, last])


def unquoted(word: bytes) -> bytes:
    """Return the content of a quoted string, or the word itself if it is none."""
    if not word.startswith(b'"'):
        return word
    return unescaped(word[1:].removesuffix(b'"'))
