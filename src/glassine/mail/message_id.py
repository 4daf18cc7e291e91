"""Message-IDs out of the fields that hold them. RFC 5322 §3.6.4"""

import re

REFERENCES = 1000  # of one field; the rest is not looked at
_ID = re.compile(rb"<[^<>\s]{1,998}>")


def message_id(value: bytes | None) -> bytes | None:
    """Return the id in an unfolded Message-ID field, with its brackets, or None."""
    found = _ID.search(value) if value else None
    return found[0] if found else None


def ids(value: bytes) -> tuple[bytes, ...]:
    """Return every id of an unfolded References or In-Reply-To field."""
    return tuple(_ID.findall(value)[:REFERENCES])
