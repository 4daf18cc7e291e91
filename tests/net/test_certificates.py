"""Listeners show the operator's certificate, or say plainly why they cannot."""

import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from OpenSSL import SSL

from glassine.net.certificate import self_signed
from glassine.net.certificates import CertificateError, Certificates
from glassine.net.tls import TlsFailed, TlsSide
from glassine.words.clock import SystemClock

HOST = "mail.example.org"


class Client:
    """A client of the standard library, which verifies what it is shown."""

    def __init__(self, trusted: Path) -> None:
        self.context = ssl.create_default_context(cafile=str(trusted))
        self.arriving = ssl.MemoryBIO()
        self.leaving = ssl.MemoryBIO()

    def meet(self, server: TlsSide) -> ssl.SSLObject:
        """Shake hands, then hear whatever the server has to say."""
        end = self.context.wrap_bio(self.arriving, self.leaving, server_hostname=HOST)
        while True:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                self._pass(server)
            else:
                self._pass(server)
                return end

    def _pass(self, server: TlsSide) -> None:
        server.receive(self.leaving.read())
        self.arriving.write(server.to_send())


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return tmp_path / "certificate.pem"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "key.pem"


@pytest.fixture(autouse=True)
def made(certificate: Path, key: Path) -> None:
    made = self_signed(HOST, SystemClock())
    certificate.write_bytes(made.certificate)
    key.write_bytes(made.key.reveal())


@pytest.fixture
def client(certificate: Path, made: None) -> Client:
    return Client(certificate)


def read(
    certificate: Path, key: Path, minimum: int = SSL.TLS1_2_VERSION
) -> Certificates:
    return Certificates(certificate, key, minimum)


def test_a_client_that_trusts_it_shakes_hands(
    certificate: Path, key: Path, client: Client
) -> None:
    server = TlsSide.server(read(certificate, key).context)
    talk = client.meet(server)
    assert talk.version() == "TLSv1.3"
    assert server.facts is not None
    assert server.facts.version == "TLSv1.3"


def test_tls_1_2_has_forward_secrecy_and_no_ticket(
    certificate: Path, key: Path, client: Client
) -> None:
    client.context.maximum_version = ssl.TLSVersion.TLSv1_2
    talk = client.meet(TlsSide.server(read(certificate, key).context))
    cipher = talk.cipher()
    assert cipher is not None
    assert cipher[0].startswith("ECDHE-ECDSA-")
    assert talk.session is not None
    assert not talk.session.has_ticket


def test_what_is_older_than_the_minimum_is_refused(
    certificate: Path, key: Path, client: Client
) -> None:
    client.context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(TlsFailed):
        client.meet(TlsSide.server(read(certificate, key, SSL.TLS1_3_VERSION).context))


def test_an_old_cipher_is_refused(certificate: Path, key: Path, client: Client) -> None:
    client.context.maximum_version = ssl.TLSVersion.TLSv1_2
    client.context.set_ciphers("ECDHE-ECDSA-AES128-SHA256")
    with pytest.raises(TlsFailed):
        client.meet(TlsSide.server(read(certificate, key).context))


def test_a_new_certificate_is_shown_once_it_is_read(
    certificate: Path, key: Path
) -> None:
    certificates = read(certificate, key)
    made = self_signed(HOST, SystemClock())
    certificate.write_bytes(made.certificate)
    key.write_bytes(made.key.reveal())
    with pytest.raises(ssl.SSLCertVerificationError):
        Client(certificate).meet(TlsSide.server(certificates.context))
    certificates.load()
    Client(certificate).meet(TlsSide.server(certificates.context))


def test_a_bad_reading_changes_nothing(
    certificate: Path, key: Path, client: Client
) -> None:
    certificates = read(certificate, key)
    expires = certificates.expires
    certificate.write_text("half a certif")
    with pytest.raises(CertificateError):
        certificates.load()
    assert certificates.expires == expires
    client.meet(TlsSide.server(certificates.context))


def test_it_tells_when_it_expires(certificate: Path, key: Path) -> None:
    leaf = x509.load_pem_x509_certificate(certificate.read_bytes())
    moment = leaf.not_valid_after_utc.timestamp()
    assert read(certificate, key).expires == moment * 1000


def test_a_file_that_is_not_there_is_named(certificate: Path, key: Path) -> None:
    key.unlink()
    with pytest.raises(CertificateError, match=r"no such file .*\(\[tls\] key\)"):
        read(certificate, key)
    certificate.unlink()
    with pytest.raises(CertificateError, match=r"no such file .*\(\[tls\] certificate"):
        read(certificate, key)


def test_a_key_of_another_certificate_is_refused(certificate: Path, key: Path) -> None:
    key.write_bytes(self_signed(HOST, SystemClock()).key.reveal())
    with pytest.raises(CertificateError, match=r"issued together"):
        read(certificate, key)


def test_a_key_with_a_password_is_refused_and_nobody_is_asked(
    certificate: Path, key: Path
) -> None:
    secret = load_pem_private_key(key.read_bytes(), None)
    form = (Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    key.write_bytes(secret.private_bytes(*form))
    with pytest.raises(CertificateError, match=r"write it without one"):
        read(certificate, key)


def test_a_key_that_cannot_sign_is_refused(certificate: Path, key: Path) -> None:
    form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key.write_bytes(X25519PrivateKey.generate().private_bytes(*form))
    with pytest.raises(CertificateError, match=r"RSA, ECDSA or Ed25519"):
        read(certificate, key)


def test_what_is_no_pem_is_refused(certificate: Path, key: Path) -> None:
    key.write_text("no key")
    with pytest.raises(CertificateError, match=r"no private key in PEM"):
        read(certificate, key)
    certificate.write_text("no certificate")
    with pytest.raises(CertificateError, match=r"no certificate in PEM"):
        read(certificate, key)
