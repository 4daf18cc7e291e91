"""The words of a message: its text parts, decoded. For SEARCH and the preview."""

import html
import re
from collections.abc import Iterator

from glassine.mail import charsets, params, transfer
from glassine.mail.mime import ContentType
from glassine.mail.structure import Part

_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|title)\b[^>]*+.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(
    r"<(?:/?(?:p|div|tr|li|ul|ol|h[1-6]|table|blockquote|pre)|br|hr)\b[^>]*+>?",
    re.IGNORECASE,
)
_ENDLESS = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")  # no character's number
_TAG = re.compile(r"<[/!?a-zA-Z][^>]*+>?")


def decoded(octets: bytes, media: ContentType, encoding: bytes) -> str:
    """Return a text part's words; HTML loses its tags. Never fails."""
    plain = transfer.decode(octets, encoding)
    charset = params.raw(media.params, b"charset") or b""
    words = charsets.decode(octets if plain is None else plain, charset)
    return of_html(words) if media.subtype == b"html" else words


def of_html(source: str) -> str:
    """Return what a reader would see of HTML, roughly."""
    seen = _TAG.sub("", _BREAK.sub("\n", _UNSEEN.sub(" ", source)))
    return html.unescape(_ENDLESS.sub("\ufffd", seen))


def walk(part: Part) -> Iterator[Part]:
    """Yield the part and all below it, in the order they were written."""
    yield part
    for child in part.parts:
        yield from walk(child)


def texts(root: Part, message: bytes) -> Iterator[str]:
    """Yield the words of each text part, enclosed messages' too."""
    for leaf in walk(root):
        if leaf.type == b"text" and not leaf.parts:
            media = ContentType(leaf.type, leaf.subtype, leaf.params)
            yield decoded(message[leaf.body : leaf.end], media, leaf.encoding)
