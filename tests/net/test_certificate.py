"""The certificate for trying out names its host and vouches for itself."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from glassine.net.certificate import self_signed
from glassine.words.clock import Milliseconds, Seconds, SystemClock

HOST = "mail.example.org"
TODAY = datetime(2026, 11, 1, tzinfo=UTC)


class StandingClock:
    """A clock that stands still."""

    def now(self) -> Milliseconds:
        return Milliseconds(int(TODAY.timestamp() * 1000))

    def ticks(self) -> Seconds:
        return Seconds(0)


@pytest.mark.parametrize("name", [HOST, "192.0.2.1", "2001:db8::1", "a." * 40 + "org"])
def test_it_names_the_host(name: str) -> None:
    made = x509.load_pem_x509_certificate(self_signed(name, SystemClock()).certificate)
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(each.value) for each in names] == [name]


def test_it_holds_for_ten_years_and_for_clients_whose_clock_is_behind() -> None:
    made = x509.load_pem_x509_certificate(
        self_signed(HOST, StandingClock()).certificate
    )
    assert made.not_valid_before_utc == TODAY - timedelta(days=1)
    assert made.not_valid_after_utc == TODAY + timedelta(days=3650)


def test_it_is_signed_by_the_key_that_comes_with_it() -> None:
    made = self_signed(HOST, SystemClock())
    certificate = x509.load_pem_x509_certificate(made.certificate)
    certificate.verify_directly_issued_by(certificate)
    key = load_pem_private_key(made.key.reveal(), None)
    assert key.public_key() == certificate.public_key()


def test_it_may_not_vouch_for_others() -> None:
    made = x509.load_pem_x509_certificate(self_signed(HOST, SystemClock()).certificate)
    limits = made.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert not limits.ca
