"""The message on its way in: where it ends, what dots it carried, what it may hold.

All of it works on whole buffers; no line is ever looked at alone. What could be the
beginning of an end is held back until more has come, so a cut anywhere changes
nothing.
"""

from dataclasses import dataclass, field

from glassine.wire.smtp.newlines import Newlines
from glassine.wire.smtp.replies import Reply
from glassine.wire.smtp.states import State

_END = b"\r\n.\r\n"


class TextLineTooLong(Exception):
    """A line of the message is longer than the limit."""


class TooBig(Exception):
    """The message is larger than the limit."""


class Dotted:
    """Content between 354 and the final dot. RFC 5321 §4.1.1.4, §4.5.2"""

    def __init__(self) -> None:
        self._held = b"\r\n"  # as if a line had just ended
        self._begun = False

    def take(self, data: bytes) -> tuple[bytes, bytes | None]:
        """Return the text so far, and what follows the end once it has come."""
        data = self._held + data
        dot = data.find(b"\r\n.")  # mostly there is none, and one search will do
        end = data.find(_END, dot) if dot >= 0 else -1
        if end >= 0:
            return self._clean(data[: end + 2], dot), data[end + 5 :]
        keep = _possible_end(data)
        self._held = data[len(data) - keep :]
        return self._clean(data[: len(data) - keep], dot), None

    def _clean(self, text: bytes, dot: int) -> bytes:
        """Take away the dots that protect lines, and the CRLF that never was."""
        if 0 <= dot < len(text) - 2:
            text = text.replace(b"\r\n.", b"\r\n")
        if self._begun or not text:
            return text
        self._begun = True
        return text[2:]


def _possible_end(data: bytes) -> int:
    """Return how many of the last octets may be the start of the end."""
    for length in (4, 3, 2, 1):
        if data.endswith(_END[:length]):
            return length
    return 0


@dataclass(slots=True)
class Inspector:
    """Counts octets, and sees to it that they are what was declared."""

    limit: int
    text_line: int
    binary: bool = False
    size: int = 0
    _line: int = 0  # octets since the last line end
    _newlines: Newlines = field(default_factory=Newlines)

    def inspect(self, text: bytes) -> None:
        """Raise `TooBig`, `BareNewlineInText` or `TextLineTooLong`, or be content."""
        if not self.binary:
            self._newlines.inspect(text)
            self._check_lines(text)
        self.size += len(text)
        if self.size > self.limit:
            raise TooBig

    def finish(self) -> None:
        """Raise `BareNewlineInText` where the message ends in half a line end."""
        self._newlines.finish()

    def _check_lines(self, text: bytes) -> None:
        start = -self._line  # where the current line began
        while len(text) - start > self.text_line + 1:  # a CR may be the last octet
            end = text.rfind(b"\n", max(start, 0), start + self.text_line + 2)
            if end < 0:
                raise TextLineTooLong
            start = end + 1
        last = text.rfind(b"\n")
        self._line = len(text) - (start if last < 0 else last + 1)


@dataclass(slots=True)
class Transfer:
    """A message on its way, by DATA or by BDAT."""

    inspector: Inspector
    dotted: Dotted = field(default_factory=Dotted)
    left: int = 0  # octets of this chunk still to come. RFC 3030 §2
    chunk: int = 0
    last: bool = False
    after: State = State.READY  # where a refused end leads
    refusal: Reply | None = None  # what its end will be answered; the rest is dropped
