"""The message on its way out: gathered, checked, framed so that its end is its end.

All of it works on whole runs. The last is kept back until the message is known to be
whole, so that its end leaves with it: a second small write costs a peer 40 ms.
"""

from collections.abc import Callable
from typing import TypeAlias

from glassine.wire.smtp.newlines import Newlines

GATHERED = 65_536
"""Runs leave in one piece up to this; a longer one leaves as it came."""

Frame: TypeAlias = Callable[[bytes, bool], bytes]
"""Return a piece as it goes over the wire; the flag says that it is the last."""


class Dotted:
    """Dots stuffed, and the lone dot at the end. RFC 5321 §4.1.1.4, §4.5.2"""

    def __init__(self) -> None:
        self._before = b"\r\n"  # the last two octets that went; a line begins

    def __call__(self, piece: bytes, last: bool) -> bytes:
        """Return the piece; a last line without its end is given one."""
        whole = self._before + piece
        self._before = whole[-2:]
        stuffed = whole.replace(b"\r\n.", b"\r\n..")[2:]
        if not last:
            return stuffed
        return stuffed + (b".\r\n" if self._before == b"\r\n" else b"\r\n.\r\n")


def chunk(piece: bytes, last: bool) -> bytes:
    """Return the piece as a chunk, whatever its octets. RFC 3030 §2"""
    return b"BDAT %d%b\r\n%b" % (len(piece), b" LAST" if last else b"", piece)


class Content:
    """One message, in runs."""

    def __init__(self, frame: Frame, *, binary: bool) -> None:
        self._frame = frame
        self._newlines = None if binary else Newlines()
        self._held: list[bytes] = []
        self._size = 0

    def take(self, run: bytes) -> bytes:
        """Return what may leave now, perhaps nothing. Raises `BareNewlineInText`."""
        if self._newlines is not None:
            self._newlines.inspect(run)
        full = self._held and self._size + len(run) > GATHERED
        leaving = self._frame(self._release(), False) if full else b""
        self._held.append(run)
        self._size += len(run)
        return leaving

    def end(self) -> bytes:
        """Return the rest, and the end with it. Raises `BareNewlineInText`."""
        if self._newlines is not None:
            self._newlines.finish()
        return self._frame(self._release(), True)

    def _release(self) -> bytes:
        held = b"".join(self._held)
        self._held, self._size = [], 0
        return held
