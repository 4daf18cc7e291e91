"""DKIM signatures on mail that leaves here. RFC 6376, RFC 8301, RFC 8463

A signature is one more field of the prefix: the message is not touched. Fields that a
forger would like to add (a second From, a Subject where there was none) are signed
once more than they occur, which says that there is no other. RFC 6376 §8.15
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from glassine.trust.dkim_field import Chosen, algorithm, signed_field
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
        return _field(self, chosen(head), body_hash, now)


def sign(
    signers: Iterable[Signer], head: bytes, body_hash: bytes, now: Milliseconds
) -> bytes:
    """Return a DKIM-Signature field of each signer, one after the other."""
    read = chosen(head)
    return b"".join(_field(signer, read, body_hash, now) for signer in signers)


def chosen(head: bytes) -> Chosen:
    """Return what of a header we sign."""
    return Chosen(head, _CHOSEN)


def _field(signer: Signer, head: Chosen, body: bytes, now: Milliseconds) -> bytes:
    tags = (
        b" v=1; a=%b; c=relaxed/relaxed" % algorithm(signer.key),
        b"\r\n\td=%b; s=%b" % (_octets(signer.domain), _octets(signer.selector)),
        b"\r\n\tt=%d" % (now // 1000),
        b"\r\n\th=%b" % head.folded(),
        b"\r\n\tbh=%b" % base64.b64encode(body),
    )
    return signed_field(signer.key, b"DKIM-Signature", tags, head.canonical)


def _octets(word: object) -> bytes:
    return str(word).encode()
