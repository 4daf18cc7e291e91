"""Write a signed field: the same form for DKIM and for ARC. RFC 6376 §3.5"""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from glassine.mail import header
from glassine.trust.dkim_header import relaxed
from glassine.trust.dkim_keys import SigningKey

_LINE = 72  # of base64, so that the field stays within 78. RFC 5322 §2.1.1


class Chosen:
    """What of a header is signed: the names, and the fields in canonical form."""

    def __init__(self, head: bytes, wanted: Iterable[tuple[bytes, int]]) -> None:
        """Choose by names, and how often each is signed more than it occurs."""
        fields: dict[bytes, list[bytes]] = defaultdict(list)
        for field in header.fields(head):
            fields[field.name.lower()].append(head[field.value : field.end])
        self.names: list[bytes] = []
        canonical: list[bytes] = []
        for name, again in wanted:
            values = fields.get(name, [])
            self.names += [name] * (len(values) + again)
            canonical += [relaxed(name, value) for value in reversed(values)]
        self.canonical = b"".join(line + b"\r\n" for line in canonical)

    def folded(self) -> bytes:
        """Return the names with colons between, in lines of a few."""
        names = self.names
        lines = [b":".join(names[at : at + 5]) for at in range(0, len(names), 5)]
        return b":\r\n\t ".join(lines)


def signed_field(
    key: SigningKey, name: bytes, tags: Iterable[bytes], covered: bytes
) -> bytes:
    """Return a field of these tags, signed with what it covers before itself."""
    value = b";".join([*tags, b"\r\n\tb="])
    data = covered + relaxed(name.lower(), value)
    signature = base64.b64encode(_signature(key, data))
    lines = [signature[at : at + _LINE] for at in range(0, len(signature), _LINE)]
    return name + b":" + value + b"\r\n\t ".join(lines) + b"\r\n"


def algorithm(key: SigningKey) -> bytes:
    """Return what a key signs with, as `a=` says it."""
    return b"ed25519-sha256" if isinstance(key, Ed25519PrivateKey) else b"rsa-sha256"


def _signature(key: SigningKey, data: bytes) -> bytes:
    """Return the signature. Ed25519 signs the hash, not the data. RFC 8463 §3"""
    if isinstance(key, Ed25519PrivateKey):
        return key.sign(hashlib.sha256(data).digest())
    return key.sign(data, PKCS1v15(), SHA256())
