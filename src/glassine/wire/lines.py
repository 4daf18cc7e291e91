"""Split bytes into lines. Only CRLF ends a line; bare CR or LF is refused.

RFC 5321 §2.3.8 and RFC 9051 §2.2 know one line end. Taking CR or LF alone for
another is what makes smuggling possible: two servers then disagree about where a
message ends.
"""


class LineTooLong(Exception):
    """The peer sent more bytes than the limit without a CRLF."""


class BareNewline(Exception):
    """The peer sent CR or LF alone."""


class LineBuffer:
    """Bytes in with `feed`; out as whole lines, or as counted bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = bytearray()
        self._skipping = False

    def __len__(self) -> int:
        return len(self._buffer)

    def feed(self, data: bytes) -> None:
        """Add bytes from the peer."""
        self._buffer += data

    def pop(self) -> bytes | None:
        """Return the next line without its CRLF, or None until one is whole.

        A line that is too long raises once, and is dropped as it comes.
        """
        if self._skipping and not self._skip():
            return None
        end = self._buffer.find(b"\n")
        if (len(self._buffer) if end < 0 else end) > self._limit + 1:
            self._skipping = True
            raise LineTooLong
        if end < 0:
            return None
        line = bytes(self._buffer[:end])
        if line.find(b"\r") != end - 1 or end == 0:  # the only CR is the last octet
            raise BareNewline
        del self._buffer[: end + 1]
        return line[:-1]

    def _skip(self) -> bool:
        """Drop what belongs to a line too long; tell whether its end has come."""
        end = self._buffer.find(b"\r\n")
        if end < 0:
            del self._buffer[:-1]  # the last octet may be half of the CRLF
            return False
        del self._buffer[: end + 2]
        self._skipping = False
        return True

    def take(self, most: int) -> bytes:
        """Return up to `most` bytes, whatever they are."""
        taken = bytes(self._buffer[:most])
        del self._buffer[:most]
        return taken

    def take_all(self) -> bytes:
        """Return every byte there is, whatever it is."""
        taken = bytes(self._buffer)
        self._buffer.clear()
        return taken
