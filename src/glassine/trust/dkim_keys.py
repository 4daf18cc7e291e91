"""DKIM keys: made, kept as octets, and published in DNS. RFC 6376 §3.6, RFC 8463"""

import base64
from dataclasses import dataclass
from typing import TypeAlias

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    generate_private_key,
)

from glassine.words.private import Key
from glassine.words.public import Domain, HostName

SigningKey: TypeAlias = RSAPrivateKey | Ed25519PrivateKey

RSA_BITS = 2048  # RFC 8301 §3.2; a longer key does not fit one DNS answer well
_DER = serialization.Encoding.DER


class NotASigningKey(Exception):
    """The octets are no RSA key of 1024 bits or more, and no Ed25519 key."""


@dataclass(frozen=True, slots=True)
class DnsRecord:
    """A record to publish. A TXT value is shown whole, and cut in `zone_line`."""

    name: str
    type: str
    value: str

    def zone_line(self) -> str:
        """Return the record as a zone file has it: strings of at most 255 octets."""
        value = self.value
        if self.type == "TXT":
            pieces = [value[at : at + 255] for at in range(0, len(value), 255)]
            value = " ".join(f'"{piece}"' for piece in pieces)
        return f"{self.name}. IN {self.type} {value}"


def new_rsa_key() -> Key:
    """Return a new RSA key, as PKCS #8."""
    return _stored(generate_private_key(public_exponent=65537, key_size=RSA_BITS))


def new_ed25519_key() -> Key:
    """Return a new Ed25519 key, as PKCS #8."""
    return _stored(Ed25519PrivateKey.generate())


def _stored(key: SigningKey) -> Key:
    octets = key.private_bytes(
        _DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Key(octets)


def load(key: Key) -> SigningKey:
    """Return the key ready to sign. It is slow: keep what it returns."""
    try:
        loaded = serialization.load_der_private_key(key.reveal(), password=None)
    except (ValueError, TypeError):
        raise NotASigningKey from None
    match loaded:
        case Ed25519PrivateKey():
            return loaded
        case RSAPrivateKey() if loaded.key_size >= 1024:
            return loaded
    raise NotASigningKey


def key_record(domain: Domain, selector: str, key: SigningKey) -> DnsRecord:
    """Return the record that verifiers look for. RFC 6376 §3.6.1, RFC 8463 §4.2"""
    if isinstance(key, RSAPrivateKey):
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        kind, public = "rsa", key.public_key().public_bytes(_DER, form)
    else:
        kind, public = "ed25519", key.public_key().public_bytes_raw()
    value = f"v=DKIM1; k={kind}; p={base64.b64encode(public).decode()}"
    return DnsRecord(f"{selector}._domainkey.{domain}", "TXT", value)


def policy_records(domain: Domain, host: HostName) -> tuple[DnsRecord, ...]:
    """Return what else a domain should publish: MX, SPF and DMARC.

    DMARC asks to quarantine; an operator who has read reports may ask to reject.
    """
    report = f"v=DMARC1; p=quarantine; rua=mailto:postmaster@{domain}"  # RFC 9989
    return (
        DnsRecord(str(domain), "MX", f"10 {host}."),
        DnsRecord(str(domain), "TXT", "v=spf1 mx -all"),  # RFC 7208
        DnsRecord(f"_dmarc.{domain}", "TXT", report),
    )


def dns_records(
    domain: Domain, host: HostName, keys: dict[str, SigningKey]
) -> tuple[DnsRecord, ...]:
    """Return every record of a domain; `keys` are by selector."""
    published = (key_record(domain, selector, key) for selector, key in keys.items())
    return (*policy_records(domain, host), *published)
