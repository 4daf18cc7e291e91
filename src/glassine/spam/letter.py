"""What the classifier is given of a message: its first octets, and where parts lie."""

from dataclasses import dataclass

from glassine.mail.scan import Scanner
from glassine.mail.structure import HeaderEnvelope, Part
from glassine.words.private import Message

LOOKED_AT = 384 * 1024  # octets: 256 KiB of text, were it all base64


@dataclass(frozen=True, slots=True)
class Letter:
    """A message's first octets, with what a scan of the whole found.

    Offsets may point past these octets: what is not there is not looked at.
    """

    octets: Message
    root: Part
    envelope: HeaderEnvelope


def read(octets: Message) -> Letter:
    """Return the letter of a message that nobody has scanned yet."""
    head = octets.reveal()[:LOOKED_AT]
    scanner = Scanner()
    scanner.feed(head)
    scanned = scanner.close()
    return Letter(Message(head), scanned.root, scanned.envelope)
