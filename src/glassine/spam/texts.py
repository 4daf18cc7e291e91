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
    """One text part, of as many octets as are looked at."""

    part: Part
    octets: bytes  # as they were written

    @property
    def is_html(self) -> bool:
        """Whether its words are the source of a page."""
        return self.part.subtype == b"html"

    def words(self) -> str:
        """Return its words, decoded; of HTML, its source."""
        plain = transfer.decode(self.octets, self.part.encoding)
        charset = params.raw(self.part.params, b"charset") or b""
        return charsets.decode(self.octets if plain is None else plain, charset)


def seen_texts(root: Part, octets: bytes) -> Iterator[SeenText]:
    """Yield the texts that are not attachments, in order, as far as they are read."""
    room = ALTOGETHER
    parts = [part for part in walk(root) if is_seen(part)]
    for part in parts[:MOST_PARTS]:
        length = min(part.end - part.body, LONGEST, room)
        if length <= 0:
            continue
        room -= length
        yield SeenText(part, octets[part.body : part.body + length])


def is_seen(part: Part) -> bool:
    """Tell whether it is a text that readers show, and do not offer as a file."""
    attached = part.disposition is not None and part.disposition[0] == b"attachment"
    return part.type == b"text" and not part.parts and not attached
