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

    def __len__(self) -> int:
        return len(self._buffer)

    def feed(self, data: bytes) -> None:
        """Add bytes from the peer."""
        self._buffer += data

    def pop(self) -> bytes | None:
        """Return the next line without its CRLF, or None until one is whole."""
        end = self._buffer.find(b"\n")
        if end < 0:
            self._check_length(len(self._buffer))
            return None
        self._check_length(end - 1)
        line = bytes(self._buffer[:end])
        if line.find(b"\r") != end - 1 or end == 0:  # the first CR is the last byte
            raise BareNewline
        del self._buffer[: end + 1]
        return line[:-1]

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

    def _check_length(self, length: int) -> None:
        if length > self._limit:
            raise LineTooLong
