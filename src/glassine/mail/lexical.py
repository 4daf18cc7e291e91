"""The small words of header fields: quoted strings and comments. RFC 5322 §3.2

Every pattern here is possessive, so that no input makes it take more than one pass.
"""

import re

QUOTED = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?'  # the closing quote may be missing
_OUTSIDE = re.compile(rb'(?:[^"(\\]++|' + QUOTED + rb"|\\.?)*+", re.DOTALL)
_COMMENT_EDGE = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


def comment_end(value: bytes, start: int) -> int:
    """Return one past the comment that opens at `start`; comments nest."""
    depth = 0
    for edge in _COMMENT_EDGE.finditer(value, start):
        depth += {b"(": 1, b")": -1}.get(edge[0], 0)
        if depth == 0:
            return edge.end()
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
    return _ESCAPED.sub(rb"\1", value) if b"\\" in value else value


def unquoted(word: bytes) -> bytes:
    """Return the content of a quoted string, or the word itself if it is none."""
    if not word.startswith(b'"'):
        return word
    return unescaped(word[1:].removesuffix(b'"'))
