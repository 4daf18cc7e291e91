"""A certificate on disk that a test server shows and a test client trusts."""

import ssl
from pathlib import Path

from OpenSSL import SSL

from glassine.net.certificate import self_signed
from glassine.net.certificates import Certificates
from glassine.words.clock import SystemClock

NAME = "mail.example.org"


def write(place: Path, name: str = NAME) -> tuple[Path, Path]:
    """Make a certificate and its key; return their files."""
    made = self_signed(name, SystemClock())
    certificate, key = place / "certificate.pem", place / "certificate-key.pem"
    certificate.write_bytes(made.certificate)
    key.write_bytes(made.key.reveal())
    return certificate, key


def certificates(place: Path, minimum: int = SSL.TLS1_2_VERSION) -> Certificates:
    """Return a new certificate as listeners show it."""
    return Certificates(*write(place), minimum)


def trusting(place: Path) -> ssl.SSLContext:
    """Return what a client needs to trust the certificate that was written there."""
    return ssl.create_default_context(cafile=str(place / "certificate.pem"))
