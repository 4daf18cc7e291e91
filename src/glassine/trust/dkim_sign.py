"""DKIM signatures on mail that leaves here. RFC 6376, RFC 8301, RFC 8463

A signature is one more field of the prefix: the message is not touched. Fields that a
forger would like to add (a second From, a Subject where there was none) are signed
once more than they occur, which says that there is no other. RFC 6376 §8.15
"""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from glassine.mail import header
from glassine.trust.dkim_header import relaxed
from glassine.trust.dkim_keys import SigningKey
from glassine.words.clock import Milliseconds
from glassine.words.public import Domain

OVERSIGNED = (
    *(b"from", b"to", b"cc", b"subject", b"date", b"reply-to", b"sender"),
    *(b"message-id", b"mime-version", b"content-type", b"content-transfer-encoding"),
)
SIGNED = (  # where they occur: a mailing list may add its own. RFC 6376 §5.4.1
    *(b"in-reply-to", b"references", b"content-id", b"content-description"),
    *(b"resent-from", b"resent-to", b"resent-cc", b"resent-date", b"resent-message-id"),
    *(b"list-unsubscribe", b"list-unsubscribe-post", b"autocrypt"),
)
_CHOSEN = (*((name, 1) for name in OVERSIGNED), *((name, 0) for name in SIGNED))
"""Each name to sign, and how often more than it occurs."""
_LINE = 72  # of base64, so that the field stays within 78. RFC 5322 §2.1.1


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs for one domain with one key, that is published under `selector`."""

    domain: Domain
    selector: str
    key: SigningKey

    def sign(self, head: bytes, body_hash: bytes, now: Milliseconds) -> bytes:
        """Return the DKIM-Signature field of a header and its body's hash.

        `head` begins with the fields that submission added; `body_hash` is the
        digest of a `BodyHash`.
        """
        return _field(self, _Head(head), body_hash, now)


def sign(
    signers: Iterable[Signer], head: bytes, body_hash: bytes, now: Milliseconds
) -> bytes:
    """Return a DKIM-Signature field of each signer, one after the other."""
    read = _Head(head)
    return b"".join(_field(signer, read, body_hash, now) for signer in signers)


class _Head:
    """What of a header is signed: the names, and the fields in canonical form."""

    def __init__(self, head: bytes) -> None:
        fields: dict[bytes, list[bytes]] = defaultdict(list)
        for field in header.fields(head):
            fields[field.name.lower()].append(head[field.value : field.end])
        names: list[bytes] = []
        canonical: list[bytes] = []
        for name, again in _CHOSEN:
            values = fields.get(name, ())
            names += [name] * (len(values) + again)
            canonical += [relaxed(name, value) for value in reversed(values)]
        self.names = _folded(names)
        self.canonical = b"".join(line + b"\r\n" for line in canonical)


def _field(signer: Signer, head: _Head, body: bytes, now: Milliseconds) -> bytes:
    unsigned = b"".join(
        (
            b" v=1; a=%b; c=relaxed/relaxed;" % _algorithm(signer.key),
            b"\r\n\td=%b; s=%b;" % (_octets(signer.domain), _octets(signer.selector)),
            b"\r\n\tt=%d;" % (now // 1000),
            b"\r\n\th=%b;" % head.names,
            b"\r\n\tbh=%b;" % base64.b64encode(body),
            b"\r\n\tb=",
        )
    )
    data = head.canonical + relaxed(b"dkim-signature", unsigned)
    signature = base64.b64encode(_signature(signer.key, data))
    lines = [signature[at : at + _LINE] for at in range(0, len(signature), _LINE)]
    return b"DKIM-Signature:" + unsigned + b"\r\n\t ".join(lines) + b"\r\n"


def _octets(word: object) -> bytes:
    return str(word).encode()


def _folded(names: list[bytes]) -> bytes:
    """Return the names with colons between, in lines of a few."""
    lines = [b":".join(names[at : at + 5]) for at in range(0, len(names), 5)]
    return b":\r\n\t ".join(lines)


def _algorithm(key: SigningKey) -> bytes:
    return b"ed25519-sha256" if isinstance(key, Ed25519PrivateKey) else b"rsa-sha256"


def _signature(key: SigningKey, data: bytes) -> bytes:
    """Return the signature. Ed25519 signs the hash, not the data. RFC 8463 §3"""
    if isinstance(key, Ed25519PrivateKey):
        return key.sign(hashlib.sha256(data).digest())
    return key.sign(data, PKCS1v15(), SHA256())
