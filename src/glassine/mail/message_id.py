"""Message-IDs out of the fields that hold them. RFC 5322 §3.6.4"""

import re

from glassine.mail import header

REFERENCES = 1000  # of one field; the rest is not looked at
_ID = re.compile(rb"<[^<>\s]{1,998}>")


def message_id(head: bytes) -> bytes | None:
    """Return the header's Message-ID with its angle brackets, or None."""
    value = header.first(head, b"Message-ID")
    found = _ID.search(value) if value else None
    return found[0] if found else None


def ids(value: bytes) -> tuple[bytes, ...]:
    """Return every id of an unfolded References or In-Reply-To field."""
    return tuple(_ID.findall(value)[:REFERENCES])
