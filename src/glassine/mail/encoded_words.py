"""Encoded-words in header fields, to text. RFC 2047, with the language of RFC 2231 §5

Only for reading (search, preview): IMAP shows fields as they were written.
"""

import re
from binascii import a2b_qp
from collections.abc import Iterator

from glassine.mail import charsets, transfer

_WORD = re.compile(rb"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=")
_CR_LF = re.compile(rb"\r?\n")

eight_bit = charsets.guess  # header fields may be UTF-8. RFC 6532 §3.1


def decode(value: bytes) -> str:
    """Return the field's text, unfolded, every encoded-word decoded."""
    value = _CR_LF.sub(b"", value)
    if b"=?" not in value:
        return eight_bit(value)
    return "".join(charsets.decode(octets, charset) for charset, octets in _runs(value))


def _runs(value: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (charset, octets), neighbours of one charset joined.

    White space between two encoded-words is not shown (RFC 2047 §6.2), and some
    senders cut a character in two, so that only the joined octets can be decoded.
    """
    charset, octets, at = b"", bytearray(), 0
    for word in _WORD.finditer(value):
        between = value[at : word.start()]
        if (between.strip() if at else between) or word[1].lower() != charset:
            yield charset, bytes(octets)
            if between.strip() or not at:
                yield b"", between
            charset, octets = word[1].lower(), bytearray()
        octets += _decoded(word[2], word[3])
        at = word.end()
    yield charset, bytes(octets)
    yield b"", value[at:]


def _decoded(encoding: bytes, text: bytes) -> bytes:
    if encoding in b"bB":
        return transfer.base64(text)
    return a2b_qp(text, header=True)
