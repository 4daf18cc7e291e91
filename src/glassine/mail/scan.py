"""Read a message once, as it arrives, and keep where everything lies.

Bytes are looked at by whole buffers (`find`, `count`), never line by line, and only
headers and the beginning of the text are kept. Every string of bytes is some message:
what makes no sense as MIME is text or an opaque leaf, never an error.

A header ends at the first empty line and nowhere else (RFC 5322 §2.1), so that each
reader of the bytes, a verifier of signatures too, agrees on where the body begins.
A boundary is a whole line (RFC 2046 §5.1.1), so that one may begin like another.
"""

import re
from dataclasses import dataclass

from glassine.mail import mime, preview
from glassine.mail.structure import HeaderEnvelope, Part
from glassine.mail.tree import Tree

ROOT_HEADER = 256 * 1024  # octets of the message's own header that are read
PART_HEADER = 16 * 1024  # and of the header of any part
BOUNDARY_LINE = mime.BOUNDARY + 64  # with the hyphens and the padding after it
CANDIDATES = 20_000  # lines that begin like a boundary and are none
_HEAD_END = re.compile(rb"\n(\r?\n)")
_HEAD_EDGE = re.compile(rb"\n(?:(\r?\n)|--)")
_STRADDLE = 3  # octets of `\n\r\n` or `\r\n--` that may end a buffer


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan keeps of a message."""

    root: Part
    envelope: HeaderEnvelope
    size: int
    header: bytes  # the message's own, bounded
    preview: str  # RFC 8970
    unread: bool = False  # its structure goes on where reading stopped


class Scanner:
    """Bytes in with `feed`, in any cuts; the whole out with `close`."""

    def __init__(self) -> None:
        self._buffer = b"\n"  # as if a line had just ended: it may begin empty
        self._offset = -1  # of the buffer's first octet
        self._taken = 1  # octets of the buffer that are accounted for
        self._lines = 0
        self._tree = Tree()
        self._in_head = True
        self._kept = bytearray()
        self._room = ROOT_HEADER
        self._header: bytes | None = None
        self._preview = preview.Collector()
        self._candidates = CANDIDATES

    @property
    def body_at(self) -> int | None:
        """The offset of the message's body, as soon as it is known."""
        return None if self._header is None else self._tree.root.body

    def feed(self, data: bytes) -> None:
        """Read on."""
        self._buffer += data
        while self._step(final=False):
            pass
        dropped = self._taken - 1  # the line end before a boundary is still needed
        self._buffer = self._buffer[dropped:]
        self._offset += dropped
        self._taken = 1

    def close(self) -> Scanned:
        """Return what the message is; whatever is open ends here."""
        while self._step(final=True):
            pass
        self._end_heads()
        self._collect()
        size = self._at()
        self._tree.close_below(-1, size, self._lines)
        root = self._tree.root
        return Scanned(
            root=root.built(),
            envelope=root.envelope or HeaderEnvelope(),
            size=size,
            header=self._header or b"",
            preview=self._preview.text(),
            unread=not root.is_read(),
        )

    def _at(self) -> int:
        return self._offset + self._taken

    def _take(self, to: int) -> None:
        """Account for the octets up to index `to`."""
        begun = self._taken
        if to <= begun:
            return
        self._lines += self._buffer.count(b"\n", begun, to)
        if self._room:
            piece = self._buffer[begun : min(to, begun + self._room)]
            self._kept += piece
            self._room -= len(piece)
        self._taken = to

    def _step(self, *, final: bool) -> bool:
        """Read to the next edge; False where more octets must come first."""
        at = self._head_edge() if self._in_head else self._body_edge()
        if at is None:
            self._end_head()
            return True
        if at >= 0:
            return self._boundary(at, final=final)
        straddle = max(_STRADDLE, len(self._tree.edge))
        self._take(len(self._buffer) - (0 if final else straddle))
        return False

    def _head_edge(self) -> int | None:
        """Return where a boundary may be, -1 for nowhere, None for the header's end."""
        pattern = _HEAD_EDGE if self._tree.edge else _HEAD_END
        edge = pattern.search(self._buffer, self._taken - 1)
        if edge is None:
            return -1
        if edge[1] is None:
            return edge.start()
        self._take(edge.end())
        return None

    def _body_edge(self) -> int:
        edge = self._tree.edge
        return self._buffer.find(edge, self._taken - 1) if edge else -1

    def _boundary(self, at: int, *, final: bool) -> bool:
        """Read the line after the line end at `at`, which may be a boundary."""
        begun, limit = at + 3, at + 3 + BOUNDARY_LINE
        ended = self._buffer.find(b"\n", begun, limit)
        if ended < 0 and len(self._buffer) < limit:
            if not final:
                self._take(at - 1)
                return False
            ended = len(self._buffer)
        line = self._buffer[begun:ended].rstrip(b" \t\r") if ended >= 0 else b""
        mark = self._tree.marks.get(line)
        if mark is None:
            self._pass_by(begun)
        else:
            self._cross(at, begun + len(line), ended + 1, *mark)
        return True

    def _pass_by(self, to: int) -> None:
        """Go on after what was no boundary; who sends only those is not read on."""
        self._take(to)
        self._candidates -= 1
        if self._candidates <= 0:
            self._tree.current.cut = True
            self._tree.stop()

    def _cross(self, at: int, last: int, after: int, depth: int, closing: bool) -> None:
        """End what this boundary ends, and begin what it begins.

        The line end before a boundary belongs to it (RFC 2046 §5.1.1), unless the
        part is empty and that was its header's. The one after the last boundary may
        belong to the next.
        """
        self._take(at - (self._buffer[at - 1 : at] == b"\r"))
        self._end_heads()
        self._collect()
        self._tree.close_below(depth, self._at(), self._lines)
        self._take(last if closing else min(after, len(self._buffer)))
        if closing:
            self._tree.finish()
            self._in_head = False
        else:
            self._in_head = self._tree.add(self._at(), self._lines)
            self._room = PART_HEADER if self._in_head else 0

    def _end_heads(self) -> None:
        """End the header being read, and those that would begin at once."""
        while self._in_head:
            self._end_head()

    def _end_head(self) -> None:
        part = self._tree.current
        head = bytes(self._kept)
        if self._header is None:
            self._header = head
        part.cut = not self._room
        part.body = self._at()
        part.lines_before = self._lines
        part.describe(head, self._tree.allowed)
        self._kept.clear()
        self._in_head = self._tree.descend()
        self._room = PART_HEADER if self._in_head else self._preview.wants(part.content)

    def _collect(self) -> None:
        """Hand the text that was kept to the preview."""
        self._preview.take(bytes(self._kept))
        self._kept.clear()
        self._room = 0
