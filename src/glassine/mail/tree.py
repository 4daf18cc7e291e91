"""The tree of parts while it grows: which parts are open, and what closes them.

What would make the tree too deep or too wide is kept as one opaque leaf.
"""

from collections.abc import Iterable, Iterator

from glassine.mail import address, envelope, header, mime, params
from glassine.mail.mime import Content, ContentType
from glassine.mail.structure import HeaderEnvelope, Part

DEPTH = 64  # parts within parts
PARTS = 1000  # of one message
MESSAGES = 250  # enclosed in one message: each has an envelope to read
_MESSAGES = frozenset({(b"message", b"rfc822"), (b"message", b"global")})  # RFC 6532


class Open:
    """A part whose end is not yet known."""

    def __init__(
        self, start: int, default: ContentType, lines: int = 0, *, whole: bool = False
    ) -> None:
        self.start = self.body = self.end = start
        self.content = Content(default)
        self.whole = whole  # the root of a message: it has an envelope
        self.lines = 0
        self.lines_before = lines  # of the message, before the body
        self.boundary: bytes | None = None
        self.children: list[Open] = []
        self.envelope: HeaderEnvelope | None = None
        self.cut = False  # there is more to it than was read

    def describe(self, head: bytes, allowed: Iterator[int]) -> None:
        """Take in the header, which decides what may follow."""
        found = header.of_interest(head)
        self.cut = self.cut or any(
            len(value) > params.LONGEST and name.startswith(b"content-")
            for name, value in found.items()
        )
        self.content = mime.read(found, self.content.type)
        self.boundary = mime.boundary(self.content.type)
        if self.whole:
            self.envelope = envelope.read(found, allowed)

    def make_opaque(self) -> None:
        """Let the part be a leaf, whatever its header says."""
        self.content = self.content._replace(type=mime.OPAQUE)
        self.boundary = None
        self.cut = True

    def is_message(self) -> bool:
        """Tell whether the body is a message of its own. RFC 2046 §5.2"""
        return self.content.type[:2] in _MESSAGES

    def is_read(self) -> bool:
        """Tell whether all of its structure, and of what is in it, was read."""
        return not self.cut and all(child.is_read() for child in self.children)

    def built(self) -> Part:
        """Return the part and all below it, for good."""
        content, children = self.content, self.children
        media = content.type
        if media.type == b"multipart" and not children:
            media = mime.TEXT_PLAIN  # no boundary, no multipart. RFC 2045 §5.2
        return Part(
            start=self.start,
            body=self.body,
            end=self.end,
            lines=self.lines,
            type=media.type,
            subtype=media.subtype,
            params=media.params,
            id=content.id,
            description=content.description,
            encoding=content.encoding,
            md5=content.md5,
            disposition=content.disposition,
            language=content.language,
            location=content.location,
            parts=tuple(child.built() for child in children),
            envelope=children[0].envelope if self.is_message() else None,
        )


class Tree:
    """The root and the path from it to the part that is being read."""

    def __init__(self) -> None:
        self.root = Open(0, mime.TEXT_PLAIN, whole=True)
        self.marks: dict[bytes, tuple[int, bool]] = {}  # line: (depth, is the last)
        self.edge = b""  # how all of them begin, with the line end before; or nothing
        self.allowed = address.steps()  # for all envelopes in it
        self._path = [self.root]
        self._count = 1
        self._messages = 0

    @property
    def current(self) -> Open:
        """The innermost open part."""
        return self._path[-1]

    def descend(self) -> bool:
        """Enter a body whose header was read; tell whether another header follows."""
        part = self.current
        deep = len(self._path) >= DEPTH or self._count >= PARTS
        full = deep or self._messages >= MESSAGES
        if part.boundary is not None and not deep:
            self._mark()
        elif part.boundary is not None or (part.is_message() and full):
            part.make_opaque()
        elif part.is_message():
            self._messages += 1
            self._open(Open(part.body, mime.TEXT_PLAIN, whole=True))
            return True
        return False

    def close_below(self, depth: int, end: int, lines: int) -> None:
        """End every open part deeper than `depth` here."""
        for part in self._path[depth + 1 :]:
            part.end = end
            part.lines = lines - part.lines_before
        stale = any(part.boundary for part in self._path[depth + 1 :])
        del self._path[depth + 1 :]
        if stale:
            self._mark()

    def finish(self) -> None:
        """Pass the current multipart's last boundary: only its epilogue follows."""
        self.current.boundary = None
        self._mark()

    def add(self, start: int, lines: int) -> bool:
        """Open the current multipart's next child; tell whether it has a header."""
        digest = self.current.content.type.subtype == b"digest"  # RFC 2046 §5.1.5
        default = mime.MESSAGE if digest else mime.TEXT_PLAIN
        self._open(Open(start, default, lines))
        if self._count < PARTS:
            return True
        self.current.make_opaque()
        self.stop()
        return False

    def stop(self) -> None:
        """Take no line for a boundary any more."""
        self.marks.clear()
        self.edge = b""

    def _open(self, part: Open) -> None:
        self.current.children.append(part)
        self._path.append(part)
        self._count += 1

    def _mark(self) -> None:
        """Note which lines are boundaries now; the innermost wins."""
        self.stop()
        for depth, part in enumerate(self._path):
            if part.boundary is not None:
                self.marks[part.boundary] = (depth, False)
                self.marks[part.boundary + b"--"] = (depth, True)
        if self.marks:
            self.edge = b"\n--" + _common_beginning(self.marks)


def _common_beginning(lines: Iterable[bytes]) -> bytes:
    """Return what all lines begin with: the longer it is, the faster the search."""
    lines = sorted(lines)
    first, last = lines[0], lines[-1]
    while not last.startswith(first):
        first = first[:-1]
    return first
