"""The first words of a message, for a list of messages. RFC 8970

They are content, and travel only inside a sealed row.
"""

from glassine.mail import text
from glassine.mail.mime import Content

LENGTH = 200  # characters: the advice of RFC 8970
SPACED = 5 * LENGTH  # of which the white space is pressed together
PLAIN = 2 * 1024  # octets of encoded text that surely hold as many
HTML = 8 * 1024  # a style sheet comes first


class Collector:
    """Chooses the text worth showing: the first plain one, else the first HTML."""

    def __init__(self) -> None:
        self._wanted: Content | None = None
        self._plain = self._html = ""

    def wants(self, content: Content) -> int:
        """Return how many octets of this part's body to keep."""
        media, subtype, _ = content.type
        attached = content.disposition and content.disposition[0] == b"attachment"
        if media != b"text" or attached:
            return 0
        if subtype == b"plain" and not self._plain:
            self._wanted = content
            return PLAIN
        if subtype == b"html" and not self._plain and not self._html:
            self._wanted = content
            return HTML
        return 0

    def take(self, octets: bytes) -> None:
        """Take the beginning of the part that was wanted last."""
        content, self._wanted = self._wanted, None
        if content is None:
            return
        found = text.decoded(octets, content.type, content.encoding)
        words = " ".join(found[:SPACED].split())[:LENGTH]
        if content.type.subtype == b"html":
            self._html = words
        else:
            self._plain = words

    def text(self) -> str:
        """Return the preview; empty where there is no text."""
        return self._plain or self._html
