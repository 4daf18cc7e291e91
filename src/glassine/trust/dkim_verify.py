"""Who answers for this message? DKIM signatures, verified. RFC 6376 §6

The signatures are known when the header is, so the body is hashed for them while it
passes; DNS is asked, through the Resolver given, when all of it has come.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from glassine.events.facts import Checked
from glassine.trust.dkim_body import BodyHash
from glassine.trust.dkim_header import Header, relaxed, unsigned
from glassine.trust.dkim_signature import (
    Algorithm,
    BadKeyRecord,
    BadSignature,
    KeyRecord,
    Signature,
    parse_key,
    parse_signature,
)
from glassine.trust.resolver import Ending, Found, Resolver
from glassine.words.public import Domain

MOST_SIGNATURES = 8  # of one message; the rest are not looked at
FEWEST_BITS = 1024  # of an RSA key. RFC 8301 §3.2
_SKEW = 3600  # seconds that a signer's clock may be ahead of ours


class Fault(StrEnum):
    """Why a signature does not count."""

    SYNTAX = "syntax"
    EXPIRED = "expired"
    FUTURE = "future"
    NO_KEY = "no key"
    REVOKED = "revoked"
    WEAK_KEY = "weak key"
    BODY = "body"  # the body is not the one that was signed
    SIGNATURE = "signature"  # the header is not, or the key is another
    DNS = "dns"


@dataclass(frozen=True, slots=True)
class DkimResult:
    """What became of one signature. RFC 8601 §2.7.1"""

    result: Checked
    domain: Domain | None  # None where the field cannot be read
    selector: str | None = None
    fault: Fault | None = None
    testing: bool = False
    partial: bool = False  # `l=`: more may have been added below what was signed


class DkimVerifier:
    """The signatures of one message, from its header to its last octet."""

    def __init__(self, head: bytes) -> None:
        self._header = Header(head)
        values = self._header.values(b"dkim-signature")[:MOST_SIGNATURES]
        self._read = [(value, _read(value)) for value in values]
        self._hashes: dict[tuple[bool, int | None], BodyHash] = {}
        for _, signature in self._read:
            if signature is not None:
                form = signature.relaxed_body, signature.length
                self._hashes.setdefault(form, BodyHash(*form))

    def feed(self, octets: bytes) -> None:
        """Hash octets of the body."""
        for body in self._hashes.values():
            body.feed(octets)

    async def verify(self, resolver: Resolver, now: int) -> Sequence[DkimResult]:
        """Return what became of every signature; `now` in seconds since the epoch."""
        digests = {form: _digest(body) for form, body in self._hashes.items()}
        results = []
        for value, signature in self._read:
            if signature is None:
                results.append(DkimResult(Checked.PERMERROR, None, fault=Fault.SYNTAX))
                continue
            digest = digests[signature.relaxed_body, signature.length]
            data = self._signed(value, signature)
            results.append(await judge(resolver, signature, data, digest, now))
        return results

    def _signed(self, value: bytes, signature: Signature) -> bytes:
        """Return the octets that the signature is of. RFC 6376 §3.7"""
        chosen = self._header.signed(signature.names, relax=signature.relaxed_header)
        bare = unsigned(value).rstrip(b"\r\n")
        if signature.relaxed_header:
            return chosen + relaxed(b"dkim-signature", bare)
        return chosen + self._header.name_as_written(value) + b":" + bare


async def judge(
    resolver: Resolver, signature: Signature, data: bytes, digest: bytes, now: int
) -> DkimResult:
    """Tell what a signature over these octets is worth."""

    def found(
        result: Checked, fault: Fault | None, *, testing: bool = False
    ) -> DkimResult:
        return DkimResult(
            result,
            signature.domain,
            signature.selector,
            fault,
            testing,
            signature.length is not None,
        )

    if signature.expires is not None and signature.expires < now:
        return found(Checked.FAIL, Fault.EXPIRED)
    if signature.signed is not None and signature.signed > now + _SKEW:
        return found(Checked.FAIL, Fault.FUTURE)
    if digest != signature.body_hash:
        return found(Checked.FAIL, Fault.BODY)
    name = f"{signature.selector}._domainkey.{signature.domain}"
    published = await resolver.txt(name)
    if published.ending is Ending.FAILED:
        return found(Checked.TEMPERROR, Fault.DNS)
    key = _key(published)
    if key is None:
        return found(Checked.PERMERROR, Fault.NO_KEY)
    fault = _fault(key, signature, data)
    if fault is None:
        return found(Checked.PASS, None, testing=key.testing)
    wrong = fault is Fault.SIGNATURE
    result = Checked.FAIL if wrong else Checked.PERMERROR
    return found(result, fault, testing=key.testing)


def _digest(body: BodyHash) -> bytes:
    """Return the body's hash; one that nobody signs where the body is too short."""
    digest = body.digest()
    return b"" if body.too_short else digest


def _read(value: bytes) -> Signature | None:
    try:
        return parse_signature(value)
    except BadSignature:
        return None


def _key(published: Found[bytes]) -> KeyRecord | None:
    """Return the first record that is a key. RFC 6376 §6.1.2"""
    for text in published.records:
        try:
            return parse_key(text)
        except BadKeyRecord:
            continue
    return None


def _fault(key: KeyRecord, signature: Signature, data: bytes) -> Fault | None:
    if not key.public:
        return Fault.REVOKED
    if key.strict and signature.identity != signature.domain:
        return Fault.SIGNATURE
    try:
        if signature.algorithm is Algorithm.ED25519:
            return _fault_of_ed25519(key, signature, data)
        return _fault_of_rsa(key, signature, data)
    except InvalidSignature:
        return Fault.SIGNATURE
    except ValueError:
        return Fault.NO_KEY


def _fault_of_ed25519(
    key: KeyRecord, signature: Signature, data: bytes
) -> Fault | None:
    """RFC 8463 §3: the hash is signed, not the data."""
    if key.kind != "ed25519":
        return Fault.NO_KEY
    public = Ed25519PublicKey.from_public_bytes(key.public)
    public.verify(signature.signature, hashlib.sha256(data).digest())
    return None


def _fault_of_rsa(key: KeyRecord, signature: Signature, data: bytes) -> Fault | None:
    if key.kind != "rsa":
        return Fault.NO_KEY
    public = load_der_public_key(key.public)
    if not isinstance(public, RSAPublicKey):
        return Fault.NO_KEY
    if public.key_size < FEWEST_BITS:
        return Fault.WEAK_KEY
    public.verify(signature.signature, data, PKCS1v15(), SHA256())
    return None
