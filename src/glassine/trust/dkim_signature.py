"""Read a DKIM-Signature, and the key record that it names. RFC 6376 §3.5, §3.6.1"""

import base64
import binascii
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from glassine.trust.tags import TagSyntax, parse_tags, without_folding
from glassine.words.public import Domain, NotPublic, parse_domain


class Algorithm(StrEnum):
    """How it is signed. RFC 6376 §3.3, RFC 8463"""

    RSA = "rsa-sha256"
    ED25519 = "ed25519-sha256"
    HISTORIC = "rsa-sha1"  # known so that it can be refused by name. RFC 8301 §3.1


MOST_NAMES = 500  # of fields in one `h=`


class BadSignature(Exception):
    """The field cannot be read: a permerror."""


class BadKeyRecord(Exception):
    """The record is not a key record of DKIM."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a DKIM-Signature says. Names of fields are in lower case."""

    algorithm: Algorithm
    domain: Domain
    selector: str
    identity: Domain  # the domain of `i=`
    names: tuple[bytes, ...]
    relaxed_header: bool
    relaxed_body: bool
    body_hash: bytes
    signature: bytes
    length: int | None  # octets of the body that are signed; None: all
    signed: int | None  # seconds since the epoch
    expires: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRecord:
    """What a domain publishes of a key; `public` is empty where it was revoked."""

    kind: str  # rsa, ed25519
    public: bytes
    testing: bool
    strict: bool  # `i=` must be the very domain


def parse_signature(value: bytes) -> Signature:
    """Read the value of a DKIM-Signature field. Raises `BadSignature`."""
    try:
        tags = parse_tags(value)
        ways = [each.strip() for each in tags.get("q", "dns/txt").split(":")]
        if tags["v"] != "1" or "dns/txt" not in ways:
            raise BadSignature
        return signature_of(tags)
    except (TagSyntax, KeyError):
        raise BadSignature from None


def signature_of(tags: dict[str, str]) -> Signature:
    """Return what the tags say that DKIM and ARC share.

    Raises `BadSignature`, or `KeyError` for a tag that must be there.
    """
    try:
        domain = parse_domain(tags["d"])
        identity = parse_domain(tags.get("i", f"@{tags['d']}").rpartition("@")[2])
        algorithm = Algorithm(tags["a"].lower())
    except ValueError:
        raise BadSignature from None
    names = tuple(name.strip().lower().encode() for name in tags["h"].split(":"))
    if len(names) > MOST_NAMES or b"from" not in names:
        raise BadSignature
    if not _is_within(identity, domain):
        raise BadSignature
    head, _, body = tags.get("c", "simple/simple").lower().partition("/")
    signed, expires = number(tags.get("t")), number(tags.get("x"))
    if signed is not None and expires is not None and expires <= signed:
        raise BadSignature
    return Signature(
        algorithm=algorithm,
        domain=domain,
        selector=selector(tags["s"]),
        identity=identity,
        names=names,
        relaxed_header=_is_relaxed(head),
        relaxed_body=_is_relaxed(body or "simple"),
        body_hash=octets(tags["bh"]),
        signature=octets(tags["b"]),
        length=number(tags.get("l")),
        signed=signed,
        expires=expires,
    )


@lru_cache(maxsize=1024)
def parse_key(text: bytes) -> KeyRecord:
    """Read a key record. Raises `BadKeyRecord`."""
    try:
        tags = parse_tags(text)
        public = octets(tags["p"])
    except (TagSyntax, KeyError, BadSignature):
        raise BadKeyRecord from None
    hashes = [each.strip() for each in tags.get("h", "sha256").split(":")]
    services = [each.strip() for each in tags.get("s", "*").split(":")]
    flags = [each.strip() for each in tags.get("t", "").split(":")]
    first = next(iter(tags))
    if tags.get("v", "DKIM1") != "DKIM1" or ("v" in tags and first != "v"):
        raise BadKeyRecord
    if "sha256" not in hashes or not {"*", "email"} & set(services):
        raise BadKeyRecord
    return KeyRecord(
        kind=tags.get("k", "rsa").lower(),
        public=public,
        testing="y" in flags,
        strict="s" in flags,
    )


def _is_within(identity: Domain, domain: Domain) -> bool:
    return identity == domain or identity.name.endswith(f".{domain.name}")


def _is_relaxed(word: str) -> bool:
    if word not in ("simple", "relaxed"):
        raise BadSignature
    return word == "relaxed"


def selector(text: str) -> str:
    """Return a selector: it has the form of a name. Raises `BadSignature`. §3.1"""
    try:
        return parse_domain(text).name
    except NotPublic:
        raise BadSignature from None


def octets(text: str) -> bytes:
    """Return what base64 stands for, folded or not. Raises `BadSignature`."""
    try:
        return base64.b64decode(without_folding(text), validate=True)
    except (binascii.Error, ValueError):
        raise BadSignature from None


def number(text: str | None) -> int | None:
    """Return a number of at most twelve digits. Raises `BadSignature`."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise BadSignature
    return int(text)
