"""Messages built so that two readers see two messages, or that no filter sees one."""

from collections.abc import Iterator, Sequence

from glassine.mail import header, mime, transfer
from glassine.mail.structure import Part
from glassine.mail.text import walk
from glassine.spam.weights import found
from glassine.words.finding import CheckName, Finding
from glassine.words.reason import Reason

DEEPEST = 10  # parts within parts; a forwarded thread has six or so
MOST_PARTS = 300
SAMPLE = 64 * 1024  # octets of a text that are decoded
_DECIDING = frozenset(
    {b"content-type", b"content-disposition", b"content-transfer-encoding"}
)
_ENCODINGS = frozenset({b"7bit", b"8bit", b"binary", b"base64", b"quoted-printable"})


def mime_findings(
    types: Sequence[bytes], root: Part, octets: bytes
) -> Iterator[Finding]:
    """Yield what is odd about how the message is built.

    `types` are the values of its own Content-Type fields, as they are written.
    """
    parts = list(walk(root))
    if len(types) > 1 or any(_is_written_twice(part, octets) for part in parts):
        yield found(CheckName.MIME, Reason.REPEATED)
    if types and not root.parts and _is_multipart(header.unfold(types[0])):
        yield found(CheckName.MIME, Reason.BOUNDARY)
    if _depth(root) > DEEPEST:
        yield found(CheckName.MIME, Reason.DEEP)
    if len(parts) > MOST_PARTS:
        yield found(CheckName.MIME, Reason.TOO_MANY)
    if any(_is_oddly_encoded(part, octets) for part in parts):
        yield found(CheckName.MIME, Reason.ENCODING)


def _is_written_twice(part: Part, octets: bytes) -> bool:
    again = header.repeated(octets[part.start : part.body])
    return any(name in _DECIDING for name, _ in again)


def _is_multipart(written: bytes) -> bool:
    return mime.content_type(written, mime.TEXT_PLAIN).type == b"multipart"


def _depth(part: Part) -> int:
    return 1 + max(map(_depth, part.parts), default=0)


def _is_oddly_encoded(part: Part, octets: bytes) -> bool:
    """Tell whether an encoding is unknown, or hides text that needed none."""
    if part.encoding not in _ENCODINGS:
        return True
    if part.encoding != b"base64":
        return False
    if part.parts:  # RFC 2045 §6.4: only what is inside may be encoded
        return True
    attached = part.disposition is not None and part.disposition[0] == b"attachment"
    if part.type != b"text" or attached:
        return False
    text = transfer.base64(octets[part.body : min(part.end, part.body + SAMPLE)])
    return bool(text) and text.isascii() and b"\x1b" not in text  # ISO 2022 has escapes
