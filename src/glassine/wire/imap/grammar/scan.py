"""Read a command's bytes from left to right, one token at a time. RFC 9051 §9

A command is scanned whole, its literals in place (`{5}\\r\\nalice`). What does not
fit raises `Malformed`, which names the reply and holds nothing of what was read.
"""

import re
from collections.abc import Callable
from typing import TypeVar

from glassine.wire.imap import replies
from glassine.wire.imap.replies import Reply

T = TypeVar("T")

LARGEST = (1 << 32) - 1  # `number`, RFC 9051 §9
LARGEST_64 = (1 << 63) - 1  # `number64`

ATOM = re.compile(rb'[^\x00-\x20\x7f-\xff(){%*"\\\]]+')
_TAG = re.compile(rb'[^\x00-\x20\x7f-\xff(){%*"\\+]{1,256}(?= )')
_ASTRING_ATOM = re.compile(rb'[^\x00-\x20\x7f-\xff(){%*"\\]+')
_LIST_ATOM = re.compile(rb'[^\x00-\x20\x7f-\xff(){"\\]+')
# 8-bit octets are UTF-8, as RFC 9051 has it; whoever decodes them checks.
_QUOTED = re.compile(rb'"([^"\\\r\n]*)"|"((?:[^"\\\r\n]|\\["\\])*)"')
_ESCAPED = re.compile(rb'\\(["\\])')
_LITERAL = re.compile(rb"\{\d{1,19}\+?\}\r\n")
_NIL = re.compile(rb"NIL(?=[ )]|\Z)", re.IGNORECASE)
_NUMBER = re.compile(rb"\d{1,19}")


class Malformed(Exception):
    """The command cannot be read; `reply` is what to answer."""

    def __init__(self, reply: Reply = replies.SYNTAX) -> None:
        super().__init__()
        self.reply = reply


class Scanner:
    """A place in a command's bytes; each method reads a token and moves on."""

    __slots__ = ("_at", "_data", "nesting", "utf8")

    def __init__(self, data: bytes, *, utf8: bool = False, nesting: int = 100) -> None:
        self._data = data
        self._at = 0
        self.utf8 = utf8  # mailbox names are UTF-8. RFC 6855
        self.nesting = nesting

    def take(self, pattern: re.Pattern[bytes]) -> bytes:
        """Return what matches here, which must be something."""
        found = pattern.match(self._data, self._at)
        if found is None:
            raise Malformed
        self._at = found.end()
        return found[0]

    def skip(self, text: bytes) -> bool:
        """Step over the text if it stands here."""
        if not self._data.startswith(text, self._at):
            return False
        self._at += len(text)
        return True

    def need(self, text: bytes) -> None:
        """Step over the text, which must stand here."""
        if not self.skip(text):
            raise Malformed

    def skip_word(self, text: bytes) -> bool:
        """Step over the text, given in upper case, if it stands here in any case."""
        if self._data[self._at : self._at + len(text)].upper() != text:
            return False
        self._at += len(text)
        return True

    def sees(self, *texts: bytes) -> bool:
        """Tell whether one of the texts stands here."""
        return self._data.startswith(texts, self._at)

    def space(self) -> None:
        """Step over one space, which must stand here."""
        self.need(b" ")

    def end(self) -> None:
        """Make sure that nothing is left."""
        if self._at != len(self._data):
            raise Malformed

    def tag(self) -> bytes:
        """Return the tag, up to the space after it."""
        return self.take(_TAG)

    def word(self) -> bytes:
        """Return an atom in upper case: a name of the protocol's own."""
        return self.take(ATOM).upper()

    def number(self, *, least: int = 0, most: int = LARGEST) -> int:
        """Return a number within these bounds."""
        number = int(self.take(_NUMBER))
        if not least <= number <= most:
            raise Malformed
        return number

    def astring(self) -> bytes:
        """Return an atom, a quoted string or a literal."""
        if self.sees(b'"', b"{"):
            return self.string()
        return self.take(_ASTRING_ATOM)

    def list_mailbox(self) -> bytes:
        """Return what LIST takes for a pattern: an atom may hold wildcards."""
        if self.sees(b'"', b"{"):
            return self.string()
        return self.take(_LIST_ATOM)

    def string(self) -> bytes:
        """Return a quoted string or a literal."""
        if self.sees(b"{"):
            return self._literal()
        found = _QUOTED.match(self._data, self._at)
        if found is None:
            raise Malformed
        self._at = found.end()
        plain, escaped = found.groups()
        return plain if plain is not None else _ESCAPED.sub(rb"\1", escaped)

    def nstring(self) -> bytes | None:
        """Return a string, or None for NIL."""
        found = _NIL.match(self._data, self._at)
        if found is None:
            return self.string()
        self._at = found.end()
        return None

    def listed(self, read: Callable[[], T], *, empty: bool = False) -> tuple[T, ...]:
        """Return what `read` finds between parentheses, a space apart."""
        self.need(b"(")
        if empty and self.skip(b")"):
            return ()
        items = [read()]
        while self.skip(b" "):
            items.append(read())
        self.need(b")")
        return tuple(items)

    def literal_size(self) -> int:
        """Return the size of the literal that is announced here."""
        return int(self.take(_LITERAL)[1:].rstrip(b"+}\r\n"))

    def _literal(self) -> bytes:
        size = self.literal_size()
        start, self._at = self._at, self._at + size
        if self._at > len(self._data):
            raise Malformed
        return self._data[start : self._at]
