"""Does a published key prove a signature? The same for DKIM and for ARC. RFC 6376 §6.1

The key is what a stranger publishes; one that would be slow to use is not used.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from glassine.events.facts import Checked
from glassine.trust.dkim_signature import (
    Algorithm,
    BadKeyRecord,
    KeyRecord,
    parse_key,
)
from glassine.trust.resolver import Ending, Found, Resolver
from glassine.words.public import Domain
from glassine.words.sender import DkimFault

FEWEST_BITS = 1024  # of an RSA key. RFC 8301 §3.2
MOST_BITS = 4096  # no longer ones have to be known
MOST_EXPONENT_BITS = 32  # each bit of it is a multiplication
_ED25519_BITS = 256
_RESULTS = {
    None: Checked.PASS,
    DkimFault.DNS: Checked.TEMPERROR,
    DkimFault.NO_KEY: Checked.PERMERROR,
    DkimFault.REVOKED: Checked.PERMERROR,
}


class Signed(Protocol):
    """A signature that names its key: of DKIM, or of ARC."""

    @property
    def algorithm(self) -> Algorithm:
        """How it was signed."""

    @property
    def domain(self) -> Domain:
        """Who signed."""

    @property
    def selector(self) -> str:
        """With which of their keys."""

    @property
    def signature(self) -> bytes:
        """The signature itself."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of a signature, and by which key; without a fault it holds."""

    fault: DkimFault | None
    bits: int = 0
    testing: bool = False
    strict: bool = False  # the key is for the very domain only

    @property
    def result(self) -> Checked:
        """The result in the words of RFC 8601 §2.7.1."""
        return _RESULTS.get(self.fault, Checked.FAIL)


async def prove(resolver: Resolver, signed: Signed, data: bytes) -> Proof:
    """Ask for the key, and tell whether it made this signature of these octets."""
    if signed.algorithm is Algorithm.HISTORIC:
        return Proof(DkimFault.ALGORITHM)
    name = f"{signed.selector}._domainkey.{signed.domain}"
    published = await resolver.txt(name)
    if published.ending is Ending.FAILED:
        return Proof(DkimFault.DNS)
    record = _key(published)
    if record is None:
        return Proof(DkimFault.NO_KEY)
    if not record.public:
        return Proof(DkimFault.REVOKED, testing=record.testing)
    fault, bits = _tried(record, signed, data)
    return Proof(fault, bits, record.testing, record.strict)


def _key(published: Found[bytes]) -> KeyRecord | None:
    """Return the first record that is a key. RFC 6376 §6.1.2"""
    for text in published.records:
        try:
            return parse_key(text)
        except BadKeyRecord:
            continue
    return None


def _tried(
    record: KeyRecord, signed: Signed, data: bytes
) -> tuple[DkimFault | None, int]:
    """Return what is wrong with the signature, if anything, and the key's bits."""
    try:
        if signed.algorithm is Algorithm.ED25519:
            return _by_ed25519(record, signed, data)
        return _by_rsa(record, signed, data)
    except (ValueError, UnsupportedAlgorithm):  # no key, or of a kind nobody here knows
        return DkimFault.NO_KEY, 0


def _by_ed25519(
    record: KeyRecord, signed: Signed, data: bytes
) -> tuple[DkimFault | None, int]:
    """RFC 8463 §3: the hash is signed, not the data."""
    if record.kind != "ed25519":
        return DkimFault.NO_KEY, 0
    public = Ed25519PublicKey.from_public_bytes(record.public)
    try:
        public.verify(signed.signature, hashlib.sha256(data).digest())
    except InvalidSignature:
        return DkimFault.SIGNATURE, _ED25519_BITS
    return None, _ED25519_BITS


def _by_rsa(
    record: KeyRecord, signed: Signed, data: bytes
) -> tuple[DkimFault | None, int]:
    if record.kind != "rsa":
        return DkimFault.NO_KEY, 0
    public, fault, bits = _rsa_key(record.public)
    if public is None:
        return fault, bits
    try:
        public.verify(signed.signature, data, PKCS1v15(), SHA256())
    except InvalidSignature:
        return DkimFault.SIGNATURE, bits
    return None, bits


@lru_cache(maxsize=256)
def _rsa_key(octets: bytes) -> tuple[RSAPublicKey | None, DkimFault | None, int]:
    """Return the key ready for use, or what is wrong with it; and its bits."""
    public = load_der_public_key(octets)
    if not isinstance(public, RSAPublicKey):
        return None, DkimFault.NO_KEY, 0
    bits = public.key_size
    if bits < FEWEST_BITS:
        return None, DkimFault.WEAK_KEY, bits
    if bits > MOST_BITS or public.public_numbers().e.bit_length() > MOST_EXPONENT_BITS:
        return None, DkimFault.NO_KEY, bits
    return public, None, bits
