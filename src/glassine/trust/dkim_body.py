"""DKIM's body hash, taken while the body passes: relaxed, SHA-256. RFC 6376 §3.4.4

Whole buffers are rewritten by `replace`; only what a later octet may still change is
carried over: a space, a CR, and the number of line ends that may be the last ones.
"""

import hashlib
import re

_PAIRS = re.compile(rb"(?:\n\r)*+")  # line ends, read backwards
_LINE_ENDS = b"\r\n" * 4096


class BodyHash:
    """Octets of the body in with `feed`, in any cuts; the hash out with `digest`."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._carry = b""
        self._line_ends = 0  # seen, and not yet known to be followed by anything
        self._empty = True

    def feed(self, octets: bytes) -> None:
        """Hash on."""
        lines = _single_spaced(self._carry + octets)
        held = _undecided(lines)
        self._carry = lines[len(lines) - held :]
        self._hash_lines(lines[: len(lines) - held])

    def digest(self) -> bytes:
        """Return the hash; what was fed must be the whole body."""
        self._hash_lines(self._carry.rstrip(b" "))
        self._carry = b""
        if not self._empty:
            self._hash.update(b"\r\n")  # the empty lines at the end are ignored
        return self._hash.digest()

    def _hash_lines(self, lines: bytes) -> None:
        """Hash lines, but hold back the line ends at their end."""
        ends = _line_ends_at_end(lines)
        content = lines[: len(lines) - 2 * ends]
        if content:
            self._let_go()
            self._hash.update(content)
            self._empty = False
        self._line_ends += ends

    def _let_go(self) -> None:
        """Hash the line ends that turned out not to be the last."""
        whole, rest = divmod(self._line_ends, 4096)
        for _ in range(whole):
            self._hash.update(_LINE_ENDS)
        self._hash.update(_LINE_ENDS[: 2 * rest])
        self._line_ends = 0


def _single_spaced(octets: bytes) -> bytes:
    """Return the octets with runs of white space as one space, none at line ends."""
    octets = octets.replace(b"\t", b" ")
    while b"  " in octets:
        octets = octets.replace(b"  ", b" ")
    return octets.replace(b" \r\n", b"\r\n")


def _undecided(lines: bytes) -> int:
    """Return how many of the last octets the next one may change."""
    if lines.endswith(b" \r"):
        return 2
    return 1 if lines.endswith((b" ", b"\r")) else 0


def _line_ends_at_end(lines: bytes) -> int:
    """Return how many CRLF there are at the end."""
    if not lines.endswith(b"\r\n"):
        return 0
    tail = lines[len(lines.rstrip(b"\r\n")) :]
    found = _PAIRS.match(tail[::-1])
    return found.end() // 2 if found else 0
