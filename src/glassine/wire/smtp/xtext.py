"""xtext: any octet in printable ASCII, `+` and two hex digits. RFC 3461 §4"""

import re

_XTEXT = re.compile(rb"(?:[\x21-\x2a\x2c-\x3c\x3e-\x7e]|\+[0-9A-F]{2})*\Z")
_HEX = re.compile(rb"\+([0-9A-F]{2})")
_UNSAFE = re.compile(rb"[^\x21-\x2a\x2c-\x3c\x3e-\x7e]")


class NotXtext(ValueError):
    """The octets are no xtext."""


def decode(data: bytes) -> bytes:
    """Return the octets behind the xtext. Raises `NotXtext`."""
    if not _XTEXT.match(data):
        raise NotXtext
    return _HEX.sub(lambda match: bytes.fromhex(match[1].decode("ascii")), data)


def encode(data: bytes) -> bytes:
    """Return the octets as xtext; neither CR nor LF nor space survives it."""
    return _UNSAFE.sub(lambda match: b"+%02X" % match[0][0], data)
