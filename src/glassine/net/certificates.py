"""The certificate that listeners show, read again on SIGHUP.

A reading makes a new context; connections that are open keep theirs.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from OpenSSL import SSL

from glassine.words.clock import Milliseconds

PrivateKey: TypeAlias = RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey
CIPHERS = b"ECDHE+AESGCM:ECDHE+CHACHA20"  # of TLS 1.2: forward secrecy and AEAD only
# A ticket's key lives as long as the process and would open recorded sessions.
OPTIONS = SSL.OP_CIPHER_SERVER_PREFERENCE | SSL.OP_NO_COMPRESSION | SSL.OP_NO_TICKET


class CertificateError(Exception):
    """The certificate or its key cannot be used; the text says what to do."""


class Certificates:
    """What listeners hand to a handshake: `context`, as it was read last."""

    def __init__(self, certificate: Path, key: Path, minimum: int) -> None:
        """Read the files. `minimum` is a TLS version of pyOpenSSL."""
        self._certificate = certificate
        self._key = key
        self._minimum = minimum
        self.load()

    def load(self) -> None:
        """Read the files again. Raises `CertificateError`; then nothing changes."""
        context, expires = _context(self._certificate, self._key, self._minimum)
        self.context = context
        self.expires = expires


def _context(
    certificate: Path, key: Path, minimum: int
) -> tuple[SSL.Context, Milliseconds]:
    leaf, *rest = _chain(certificate)
    context = SSL.Context(SSL.TLS_SERVER_METHOD)
    context.set_min_proto_version(minimum)
    context.set_cipher_list(CIPHERS)
    context.set_options(OPTIONS)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    context.use_certificate(leaf)
    for issuer in rest:
        context.add_extra_chain_cert(issuer)
    secret = _private_key(key)
    try:
        context.use_privatekey(secret)
        context.check_privatekey()
    except SSL.Error:
        raise CertificateError(
            f"{key} is not the key of {certificate}: "
            "name the two that were issued together ([tls] certificate, key)"
        ) from None
    return context, _milliseconds(leaf.not_valid_after_utc)


def _chain(path: Path) -> list[x509.Certificate]:
    pem = _readable(path, "[tls] certificate")
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError:
        advice = f"{path} holds no certificate in PEM ([tls] certificate)"
        raise CertificateError(advice) from None


def _private_key(path: Path) -> PrivateKey:
    pem = _readable(path, "[tls] key")
    try:
        key = load_pem_private_key(pem, password=None)
        if isinstance(key, PrivateKey):
            return key
        advice = f"{path}: a key of RSA, ECDSA or Ed25519 is wanted ([tls] key)"
    except TypeError:
        advice = f"{path}: the key has a password; write it without one ([tls] key)"
    except ValueError:
        advice = f"{path} holds no private key in PEM ([tls] key)"
    raise CertificateError(advice)


def _readable(path: Path, setting: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        why = (error.strerror or "cannot be read").lower()
        raise CertificateError(f"{path}: {why} ({setting})") from None


def _milliseconds(moment: datetime) -> Milliseconds:
    return Milliseconds(int(moment.astimezone(UTC).timestamp() * 1000))
