"""What a client sent and we have not used: lines, and the literals that lines announce.

Only CRLF ends a line. A bare LF would be a line end to some and none to others, so a
line that holds one is refused by whoever reads it.

The methods that read are generators: they yield None until what they need is there,
and return it. So a command is read straight on, however its bytes are cut.
"""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

T = TypeVar("T")
Reading: TypeAlias = Generator[None, None, T]
"""Yields None while more bytes are needed; returns what was read."""

_LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r\n\Z")
_MOST_DIGITS = 19  # `number64` has no more
_HUGE = 10**_MOST_DIGITS


class TooLong(Exception):
    """More came without an end than is allowed; the connection cannot be used."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A literal that a line ended with."""

    size: int
    waits: bool  # for our "+"; otherwise its octets are on their way. RFC 7888


class Intake:
    """Bytes in with `feed`; lines and literals out."""

    def __init__(self) -> None:
        self.pending: Announced | None = None  # announced, and not read yet
        self._buffer = bytearray()

    def feed(self, data: bytes) -> None:
        """Add bytes from the client."""
        self._buffer += data

    def clear(self) -> None:
        """Forget everything."""
        self._buffer.clear()

    def line(self, limit: int) -> Reading[bytes]:
        """Return the next line with its CRLF; note the literal it announces.

        Raises `TooLong` where it has more than `limit` octets.
        """
        seen = 0
        while (end := self._buffer.find(b"\r\n", seen)) < 0:
            if len(self._buffer) > limit:
                raise TooLong
            seen = max(len(self._buffer) - 1, 0)
            yield
        if end > limit:
            raise TooLong
        line = self._take(end + 2)
        self.pending = _announced(line)
        return line

    def literal(self) -> Reading[bytes]:
        """Return the octets of the pending literal, once all are there."""
        size = self._claim()
        while len(self._buffer) < size:
            yield
        return self._take(size)

    def parts(self) -> Iterator[bytes | None]:
        """Yield the octets of the pending literal as they come; None to wait."""
        left = self._claim()
        while left:
            part = self._take(left)
            left -= len(part)
            yield part or None

    def let_go_by(self, literal: int, line: int) -> Reading[None]:
        """Skip what is on its way of a command that was refused.

        Raises `TooLong` where that is a longer literal, or a longer line after one: a
        literal goes by as it comes, but a line is kept until its end is here.
        """
        while self.pending is not None and not self.pending.waits:
            if self.pending.size > literal:
                raise TooLong
            for part in self.parts():
                if part is None:
                    yield
            yield from self.line(line)
        self.pending = None

    def _claim(self) -> int:
        pending, self.pending = self.pending, None
        return pending.size if pending is not None else 0

    def _take(self, most: int) -> bytes:
        with memoryview(self._buffer) as view:
            taken = bytes(view[:most])
        del self._buffer[:most]
        return taken


def _announced(line: bytes) -> Announced | None:
    if not line.endswith(b"}\r\n"):
        return None
    found = _LITERAL.search(line)
    if found is None:
        return None
    digits, plus = found.groups()
    size = int(digits) if len(digits) <= _MOST_DIGITS else _HUGE
    return Announced(size, waits=not plus)
