"""The server's certificate: one to try things out with, and the operator's own.

A context is made anew on SIGHUP; connections that are open keep theirs.
"""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from glassine.words.clock import Clock
from glassine.words.private import Key

LIFE = timedelta(days=3650)  # nobody verifies it; it should not be what breaks a trial
BACKDATED = timedelta(days=1)  # for clients whose clock is behind
CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"  # of TLS 1.2: forward secrecy and AEAD only


class CertificateError(Exception):
    """The certificate or its key cannot be used; the text says what to do."""


@dataclass(frozen=True, slots=True)
class SelfSigned:
    """A new certificate and its private key, both PEM."""

    certificate: bytes
    key: Key


@dataclass(frozen=True, slots=True)
class Loaded:
    """A context for listeners, and until when its certificate holds."""

    context: ssl.SSLContext
    expires: datetime

    def left(self, clock: Clock) -> timedelta:
        """Return how long the certificate still holds; below zero it has expired."""
        return self.expires - _today(clock)


def self_signed(hostname: str, clock: Clock) -> SelfSigned:
    """Return a certificate for the host that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hostname[:64])])
    today = _today(clock)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - BACKDATED)
        .not_valid_after(today + LIFE)
        .add_extension(x509.SubjectAlternativeName([_san(hostname)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
        .sign(key, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return SelfSigned(certificate.public_bytes(Encoding.PEM), Key(pem))


def load(certificate: Path, key: Path, minimum: ssl.TLSVersion) -> Loaded:
    """Return a context that serves this certificate. Raises `CertificateError`."""
    leaf = _leaf(certificate)
    _readable(key, "[tls] key")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = minimum
    context.set_ciphers(CIPHERS)
    context.options |= ssl.OP_CIPHER_SERVER_PREFERENCE | ssl.OP_NO_RENEGOTIATION
    context.options |= ssl.OP_NO_COMPRESSION
    # A ticket's key lives as long as the process and would open recorded sessions.
    context.options |= ssl.OP_NO_TICKET
    context.num_tickets = 0
    try:
        context.load_cert_chain(certificate, key, password=_no_password)
    except (ssl.SSLError, _Locked) as error:
        raise CertificateError(_advice(error, certificate, key)) from None
    return Loaded(context, leaf.not_valid_after_utc)


class _Locked(Exception):
    """The key asks for a password, and nobody is there to type one."""


def _no_password() -> str:
    raise _Locked


def _advice(error: Exception, certificate: Path, key: Path) -> str:
    reason = getattr(error, "reason", None)
    if isinstance(error, _Locked):
        return f"{key}: the key has a password; write it without one ([tls] key)"
    if reason == "KEY_VALUES_MISMATCH":
        return (
            f"{key} is not the key of {certificate}: "
            "name the two that were issued together ([tls] certificate, key)"
        )
    return f"{key} holds no private key in PEM ([tls] key)"


def _leaf(path: Path) -> x509.Certificate:
    pem = _readable(path, "[tls] certificate")
    try:
        return x509.load_pem_x509_certificates(pem)[0]
    except ValueError:
        advice = f"{path} holds no certificate in PEM ([tls] certificate)"
        raise CertificateError(advice) from None


def _readable(path: Path, setting: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        raise CertificateError(f"{path}: {why} ({setting})") from None


def _san(hostname: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(hostname))
    except ValueError:
        return x509.DNSName(hostname)


def _today(clock: Clock) -> datetime:
    return datetime.fromtimestamp(clock.now() / 1000, UTC)
