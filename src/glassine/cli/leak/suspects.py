"""What should never lie on this disk, whoever wrote it: clear mail and passwords.

For the scan without words. It proves less than a search for words that are known to
have been sent, and needs no preparation.
"""

import re
from base64 import b64decode
from dataclasses import dataclass

from glassine.words.private import Text

CLEAR_MAIL = {
    "a Subject field": Text(b"\nSubject: "),
    "a MIME-Version field": Text(b"\nMIME-Version: 1.0"),
    "a multipart message": Text(b"Content-Type: multipart/"),
    "a text part": Text(b"\nContent-Type: text/"),
    "an attachment": Text(b"Content-Disposition: attachment"),
    "a transfer encoding": Text(b"\nContent-Transfer-Encoding: "),
    "an AUTH PLAIN command": Text(b"AUTH PLAIN "),
    "an AUTH LOGIN command": Text(b"AUTH LOGIN"),
    "an AUTHENTICATE command": Text(b" AUTHENTICATE "),
}


@dataclass(frozen=True, slots=True)
class Suspect:
    """Bytes with a shape that gives them away, rather than with known words."""

    name: str
    shape: re.Pattern[bytes]
    decoded: re.Pattern[bytes] | None = None

    def find(self, data: bytes) -> int | None:
        """Return where the first one begins, or None."""
        for found in self.shape.finditer(data):
            if self.decoded is None or self.decoded.fullmatch(_plain(found[1])):
                return found.start(1)
        return None


def _plain(text: bytes) -> bytes:
    """Return what base64 stands for; a letter that is left over stands for nothing."""
    whole = text[:-1] if len(text) % 4 == 1 else text
    return b64decode(whole + b"=" * (-len(whole) % 4))


# `\0name\0password` in base64 begins with "A" and a letter that printable ASCII gives.
_SASL_PLAIN = re.compile(
    rb"(?<![A-Za-z0-9+/])(A[CDEFGH][A-Za-z0-9+/]{10,})(?![A-Za-z0-9+/])"
)
_NAME_AND_PASSWORD = re.compile(rb"\0[\x21-\x7e]{3,}\0[\x20-\x7e]{4,}")
# RFC 9051 §6.2.3
_IMAP_LOGIN = re.compile(
    rb"(?:^|\n)([A-Za-z0-9.]{1,20} LOGIN [\x21-\x7e]+ [\x21-\x7e]+\r?\n)"
)

SUSPECTS = (
    Suspect("a SASL PLAIN response", _SASL_PLAIN, _NAME_AND_PASSWORD),
    Suspect("a LOGIN command", _IMAP_LOGIN),
)
