"""The texts of a message that a reader would see at once, decoded and bounded.

The bound is the same for all who look at text, so that a message of megabytes costs no
more than one of some pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from glassine.mail import charsets, params, transfer
from glassine.mail.structure import Part
from glassine.mail.text import walk

MOST_PARTS = 20
LONGEST = 128 * 1024  # octets of one text, as it was written
ALTOGETHER = 384 * 1024


@dataclass(frozen=True, slots=True)
class SeenText:
    """One text part's words; of HTML, its source."""

    words: str
    is_html: bool


def seen_texts(root: Part, octets: bytes) -> Iterator[SeenText]:
    """Yield the texts that are not attachments, in order, as far as they are read."""
    room = ALTOGETHER
    parts = [part for part in walk(root) if is_seen(part)]
    for part in parts[:MOST_PARTS]:
        length = min(part.end - part.body, LONGEST, room)
        if length <= 0:
            continue
        room -= length
        yield _decoded(part, octets[part.body : part.body + length])


def is_seen(part: Part) -> bool:
    """Tell whether it is a text that readers show, and do not offer as a file."""
    attached = part.disposition is not None and part.disposition[0] == b"attachment"
    return part.type == b"text" and not part.parts and not attached


def _decoded(part: Part, octets: bytes) -> SeenText:
    plain = transfer.decode(octets, part.encoding)
    charset = params.raw(part.params, b"charset") or b""
    words = charsets.decode(octets if plain is None else plain, charset)
    return SeenText(words, is_html=part.subtype == b"html")
