"""Content transfer encodings, undone as far as the octets allow. RFC 2045 §6"""

import re
from binascii import Error, a2b_base64, a2b_qp

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_PLAIN = frozenset({b"7bit", b"8bit", b"binary", b""})


def decode(octets: bytes, encoding: bytes) -> bytes | None:
    """Return the octets decoded; None where the encoding is not known."""
    if encoding in _PLAIN:
        return octets
    match encoding:
        case b"base64":
            return base64(octets)
        case b"quoted-printable":
            return a2b_qp(octets)
    return None


def base64(octets: bytes) -> bytes:
    """Return base64 decoded; foreign characters and a short end are overlooked."""
    try:
        return a2b_base64(octets)
    except Error:
        return _mended(octets)


def _mended(octets: bytes) -> bytes:
    """Decode what is whole: pads inside, or a last group that was cut short."""
    digits = _NOT_BASE64.sub(b"", octets)
    whole = digits[: len(digits) - 1] if len(digits) % 4 == 1 else digits
    return a2b_base64(whole + b"=" * (-len(whole) % 4))
