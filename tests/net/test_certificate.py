"""The server shows its certificate, or says plainly why it cannot."""

import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from glassine.net.certificate import CertificateError, Loaded, load, self_signed
from glassine.words.clock import Milliseconds, Seconds, SystemClock

HOST = "mail.example.org"


class ClockAt:
    """A clock that stands still."""

    def __init__(self, moment: datetime) -> None:
        self._now = Milliseconds(int(moment.timestamp() * 1000))

    def now(self) -> Milliseconds:
        return self._now

    def ticks(self) -> Seconds:
        return Seconds(0)


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


def loaded(certificate: Path, key: Path) -> Loaded:
    return load(certificate, key, ssl.TLSVersion.TLSv1_2)


def shake_hands(server: ssl.SSLContext, client: ssl.SSLContext) -> ssl.SSLSocket:
    """Return the client's end of a finished handshake."""
    near, far = socket.socketpair()
    for end in (near, far):
        end.settimeout(10)
    with ThreadPoolExecutor(1) as pool:
        serving = pool.submit(server.wrap_socket, far, server_side=True)
        try:
            talk = client.wrap_socket(near, server_hostname=HOST)
        except ssl.SSLError:
            near.close()
            with pytest.raises((ssl.SSLError, OSError)):
                serving.result(10)
            far.close()
            raise
        serving.result(10).close()
    return talk


def test_a_client_that_trusts_it_shakes_hands(certificate: Path, key: Path) -> None:
    client = ssl.create_default_context(cafile=str(certificate))
    with shake_hands(loaded(certificate, key).context, client) as talk:
        assert talk.version() == "TLSv1.3"
        assert not talk.session.has_ticket


def test_tls_1_2_has_forward_secrecy_and_no_ticket(
    certificate: Path, key: Path
) -> None:
    client = ssl.create_default_context(cafile=str(certificate))
    client.maximum_version = ssl.TLSVersion.TLSv1_2
    with shake_hands(loaded(certificate, key).context, client) as talk:
        cipher = talk.cipher()
        assert cipher is not None
        assert cipher[0].startswith("ECDHE-ECDSA-")
        assert not talk.session.has_ticket


def test_what_is_older_than_the_minimum_is_refused(
    certificate: Path, key: Path
) -> None:
    client = ssl.create_default_context(cafile=str(certificate))
    client.maximum_version = ssl.TLSVersion.TLSv1_2
    server = load(certificate, key, ssl.TLSVersion.TLSv1_3).context
    with pytest.raises(ssl.SSLError):
        shake_hands(server, client)


def test_an_old_cipher_is_refused(certificate: Path, key: Path) -> None:
    client = ssl.create_default_context(cafile=str(certificate))
    client.maximum_version = ssl.TLSVersion.TLSv1_2
    client.set_ciphers("ECDHE-ECDSA-AES128-SHA256")
    with pytest.raises(ssl.SSLError):
        shake_hands(loaded(certificate, key).context, client)


@pytest.mark.parametrize("name", [HOST, "192.0.2.1", "2001:db8::1", "a." * 40 + "org"])
def test_the_certificate_names_the_host(name: str) -> None:
    made = x509.load_pem_x509_certificate(self_signed(name, SystemClock()).certificate)
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(each.value) for each in names] == [name]


def test_it_holds_for_ten_years_and_says_how_long_it_still_does(
    certificate: Path, key: Path
) -> None:
    day = datetime(2026, 11, 1, tzinfo=UTC)
    made = self_signed(HOST, ClockAt(day))
    certificate.write_bytes(made.certificate)
    key.write_bytes(made.key.reveal())
    held = loaded(certificate, key)
    assert held.left(ClockAt(day)) == timedelta(days=3650)
    assert held.left(ClockAt(day + timedelta(days=3651))) == timedelta(days=-1)


def test_a_file_that_is_not_there_is_named(certificate: Path, key: Path) -> None:
    key.unlink()
    with pytest.raises(CertificateError, match=r"no such file .*\(\[tls\] key\)"):
        loaded(certificate, key)
    certificate.unlink()
    with pytest.raises(CertificateError, match=r"no such file .*\(\[tls\] certificate"):
        loaded(certificate, key)


def test_a_key_of_another_certificate_is_refused(certificate: Path, key: Path) -> None:
    key.write_bytes(self_signed(HOST, SystemClock()).key.reveal())
    with pytest.raises(CertificateError, match=r"issued together"):
        loaded(certificate, key)


def test_a_key_with_a_password_is_refused_and_nobody_is_asked(
    certificate: Path, key: Path
) -> None:
    secret = load_pem_private_key(key.read_bytes(), None)
    form = (Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    key.write_bytes(secret.private_bytes(*form))
    with pytest.raises(CertificateError, match=r"write it without one"):
        loaded(certificate, key)


def test_what_is_no_pem_is_refused(certificate: Path, key: Path) -> None:
    key.write_text("no key")
    with pytest.raises(CertificateError, match=r"no private key in PEM"):
        loaded(certificate, key)
    certificate.write_text("no certificate")
    with pytest.raises(CertificateError, match=r"no certificate in PEM"):
        loaded(certificate, key)
