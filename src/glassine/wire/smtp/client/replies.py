"""Read replies out of octets, wherever these were cut. RFC 5321 §4.2

Taken although the grammar says no: a line that ends in LF alone, octets beyond ASCII,
control characters (shown as `?`). Never taken: lines of one reply with different codes,
and a reply without an end, for there a server could keep us for ever.
"""

import re
from dataclasses import dataclass

from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client.faults import NotSmtp
from glassine.words.private import RemoteText
from glassine.words.public import EnhancedCode

LONGEST_LINE = 4096  # RFC 5321 §4.5.3.1.5 says 512
MOST_LINES = 200
LONGEST = 65_536

_LINE = re.compile(rb"([2-5][0-9][0-9])(?:([ -])(.*))?\Z", re.DOTALL)
_ENHANCED = re.compile(rb"([245])\.([0-9]{1,3})\.([0-9]{1,3})(?: |\Z)")
_CONTROLS = bytes(
    ord("?") if octet < 32 or octet == 127 else octet for octet in range(256)
)


@dataclass(frozen=True, slots=True)
class Reply:
    """A code, and what its lines say behind it."""

    code: int
    lines: tuple[bytes, ...]

    @property
    def kind(self) -> int:
        """Return the first digit. RFC 5321 §4.2.1"""
        return self.code // 100

    def answer(self) -> Answer:
        """Return it as those read it who decide what comes of it."""
        enhanced = _enhanced(self.code, self.lines[0])
        lines = [_without_code(line, enhanced) for line in self.lines]
        shown = b"\n".join(line.translate(_CONTROLS) for line in lines)
        text = shown.decode("utf-8", "replace").encode("utf-8")
        return Answer(self.code, enhanced, RemoteText(text))


class ReplyReader:
    """Octets in with `feed`, whole replies out with `pop`."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._code = b""
        self._lines: list[bytes] = []
        self._octets = 0

    def __len__(self) -> int:
        """Return how many octets have come that are not part of a reply given out."""
        return self._octets + len(self._buffer)

    def feed(self, data: bytes) -> None:
        """Add octets from the server."""
        self._buffer += data

    def pop(self) -> Reply | None:
        """Return the next reply, or None until one is whole. Raises `NotSmtp`."""
        while (line := self._line()) is not None:
            match = _LINE.match(line)
            if match is None or (self._lines and match[1] != self._code):
                raise NotSmtp
            self._code = match[1]
            self._lines.append(match[3] or b"")
            if match[2] != b"-":
                return self._whole()
            if len(self._lines) == MOST_LINES or self._octets > LONGEST:
                raise NotSmtp
        return None

    def _line(self) -> bytes | None:
        end = self._buffer.find(b"\n", 0, LONGEST_LINE + 2)
        if end < 0:
            if len(self._buffer) > LONGEST_LINE + 1:
                raise NotSmtp
            return None
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        self._octets += end + 1
        return line.removesuffix(b"\r")

    def _whole(self) -> Reply:
        reply = Reply(int(self._code), tuple(self._lines))
        self._lines, self._octets = [], 0
        return reply


def _enhanced(code: int, line: bytes) -> EnhancedCode | None:
    """Return the code that begins the text, where it is of the same class. RFC 2034"""
    match = _ENHANCED.match(line)
    if match is None or int(match[1]) != code // 100:
        return None
    return EnhancedCode(int(match[1]), int(match[2]), int(match[3]))


def _without_code(line: bytes, enhanced: EnhancedCode | None) -> bytes:
    match = _ENHANCED.match(line)
    if match is None or enhanced is None or int(match[1]) != enhanced.klass:
        return line
    return line[match.end() :]
