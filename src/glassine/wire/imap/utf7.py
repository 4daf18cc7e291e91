"""Mailbox names as they travel: modified UTF-7. RFC 3501 §5.1.3, RFC 9051 §A.1

Runs of what is not printable ASCII are UTF-16 in base64 between `&` and `-`, with
`,` for `/`. A name has one form only: what does not read back as written is refused,
so that two spellings never name one mailbox.
"""

import binascii
import re

_SHIFTED = re.compile(r"&([^-]*)-")
_UNPRINTABLE = re.compile(r"[^\x20-\x7e]+")


class NotUtf7(Exception):
    """The octets are no mailbox name in modified UTF-7."""


def encode_utf7(name: str) -> bytes:
    """Return the name in modified UTF-7."""
    escaped = name.replace("&", "&-")
    return _UNPRINTABLE.sub(lambda run: _shift(run[0]), escaped).encode("ascii")


def decode_utf7(name: bytes) -> str:
    """Return the text of a name in modified UTF-7. Raises `NotUtf7`."""
    try:
        text = _SHIFTED.sub(lambda run: _unshift(run[1]), name.decode("ascii"))
        if encode_utf7(text) == name:
            return text
    except ValueError:  # UnicodeError and binascii.Error are ValueErrors
        pass
    raise NotUtf7


def _shift(run: str) -> str:
    octets = binascii.b2a_base64(run.encode("utf-16-be"), newline=False)
    return f"&{octets.decode('ascii').rstrip('=').replace('/', ',')}-"


def _unshift(run: str) -> str:
    if not run:
        return "&"
    padded = run.replace(",", "/") + "=" * (-len(run) % 4)
    return binascii.a2b_base64(padded).decode("utf-16-be")
