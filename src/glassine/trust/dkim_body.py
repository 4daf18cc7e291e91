"""DKIM's body hash, taken while the body passes, SHA-256. RFC 6376 §3.4.3, §3.4.4

Whole buffers are rewritten by `replace`; only what a later octet may still change is
carried over: a space, a CR, and the number of line ends that may be the last ones.
"""

import hashlib
import re

_PAIRS = re.compile(rb"(?:\n\r)*+")  # line ends, read backwards
_LINE_ENDS = b"\r\n" * 4096


class BodyHash:
    """Octets of the body in with `feed`, in any cuts; the hash out with `digest`.

    Ours are relaxed and of the whole body; a verifier takes what the signer chose.
    """

    def __init__(self, relaxed: bool = True, length: int | None = None) -> None:
        """Begin; with a length, only so many octets count. RFC 6376 §3.4.5"""
        self._relaxed = relaxed
        self._left = length
        self._beyond = 0
        self._hash = hashlib.sha256()
        self._carry = b""
        self._line_ends = 0  # seen, and not yet known to be followed by anything
        self._empty = True
        self._ended = False

    def feed(self, octets: bytes) -> None:
        """Hash on."""
        lines = self._carry + octets
        if self._relaxed:
            lines = _single_spaced(lines)
        held = _undecided(lines, relaxed=self._relaxed)
        self._carry = lines[len(lines) - held :]
        self._hash_lines(lines[: len(lines) - held])

    def digest(self) -> bytes:
        """Return the hash, as often as asked; what was fed must be the whole body."""
        if not self._ended:
            self._end()
        return self._hash.digest()

    @property
    def too_short(self) -> bool:
        """Tell, after `digest`, whether there was less than the length asked for."""
        return bool(self._left)

    @property
    def beyond(self) -> int:
        """How many octets, after `digest`, lie beyond the length asked for."""
        return self._beyond

    def _end(self) -> None:
        self._hash_lines(self._carry.rstrip(b" ") if self._relaxed else self._carry)
        self._carry = b""
        self._ended = True
        if (
            not self._empty or not self._relaxed
        ):  # an empty body is a line end if simple
            self._update(b"\r\n")  # the empty lines at the end are ignored

    def _hash_lines(self, lines: bytes) -> None:
        """Hash lines, but hold back the line ends at their end."""
        ends = _line_ends_at_end(lines)
        content = lines[: len(lines) - 2 * ends]
        if content:
            self._let_go()
            self._update(content)
            self._empty = False
        self._line_ends += ends

    def _let_go(self) -> None:
        """Hash the line ends that turned out not to be the last."""
        whole, rest = divmod(self._line_ends, 4096)
        for _ in range(whole):
            self._update(_LINE_ENDS)
        self._update(_LINE_ENDS[: 2 * rest])
        self._line_ends = 0

    def _update(self, canonical: bytes) -> None:
        if self._left is not None:
            self._beyond += max(0, len(canonical) - self._left)
            canonical = canonical[: self._left]
            self._left -= len(canonical)
        self._hash.update(canonical)


def _single_spaced(octets: bytes) -> bytes:
    """Return the octets with runs of white space as one space, none at line ends."""
    octets = octets.replace(b"\t", b" ")
    while b"  " in octets:
        octets = octets.replace(b"  ", b" ")
    return octets.replace(b" \r\n", b"\r\n")


def _undecided(lines: bytes, *, relaxed: bool) -> int:
    """Return how many of the last octets the next one may change."""
    if not relaxed:
        return int(lines.endswith(b"\r"))
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
