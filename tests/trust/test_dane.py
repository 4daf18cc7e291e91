"""A mail server is who its signed zone says it is. RFC 7672"""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from glassine.trust.dane import proves, usable
from glassine.trust.resolver import Tlsa
from glassine.words.public import HostName
from support.authority import DAY, Authority

NOW = datetime.now(UTC)
MX = (HostName("mx.example.org"),)
ROOT = Authority()
LOWER = Authority(ROOT)
LEAF = LOWER.issue("mx.example.org")


def named(
    certificate: x509.Certificate, usage: int, selector: int = 1, matching: int = 1
) -> Tlsa:
    """Return the record that names this certificate."""
    data = certificate.public_bytes(Encoding.DER)
    if selector == 1:
        data = certificate.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )
    digest = {1: hashlib.sha256, 2: hashlib.sha512}.get(matching)
    return Tlsa(usage, selector, matching, digest(data).digest() if digest else data)


@pytest.mark.parametrize("selector", [0, 1])
@pytest.mark.parametrize("matching", [0, 1, 2])
@pytest.mark.parametrize("usage", [2, 3])
def test_each_form_of_record_proves_what_it_names(
    usage: int, selector: int, matching: int
) -> None:
    meant = {3: LEAF.certificate, 2: LOWER.certificate}[usage]
    record = named(meant, usage, selector, matching)
    assert proves([record], LEAF.der, MX, NOW)
    stranger = Authority(ROOT).issue("mx.example.org")
    assert not proves([record], stranger.der[:1], MX, NOW)


def test_one_record_of_several_is_enough() -> None:
    other = named(Authority().certificate, 3)
    assert proves([other, named(LEAF.certificate, 3)], LEAF.der, MX, NOW)
    assert not proves([other], LEAF.der, MX, NOW)
    assert not proves([], LEAF.der, MX, NOW)


def test_a_named_leaf_may_have_any_name_and_any_age() -> None:
    """RFC 7671 §5.1: the record binds the key; names and dates say no more."""
    old = ROOT.issue("else.example", age=20 * DAY, lives=10 * DAY)
    assert proves([named(old.certificate, 3)], old.der, MX, NOW)


def test_only_the_leaf_can_be_the_end_entity() -> None:
    assert not proves([named(LOWER.certificate, 3)], LEAF.der, MX, NOW)


@pytest.mark.parametrize("anchor", [ROOT, LOWER])
def test_an_anchor_is_a_root_or_stands_below_one(anchor: Authority) -> None:
    assert proves([named(anchor.certificate, 2)], LEAF.der, MX, NOW)


def test_what_an_anchor_issued_must_be_for_the_host_and_in_date() -> None:
    """RFC 7672 §3.2.3"""
    record = named(ROOT.certificate, 2)
    assert not proves([record], LEAF.der, [HostName("mx.example.net")], NOW)
    assert not proves([record], LEAF.der, [], NOW)
    old = ROOT.issue("mx.example.org", age=20 * DAY, lives=10 * DAY)
    assert not proves([record], old.der, MX, NOW)
    assert proves([record], old.der, MX, NOW - timedelta(days=15))
    star = ROOT.issue("*.example.org")
    assert proves([record], star.der, MX, NOW)


def test_any_of_the_names_asked_for_will_do() -> None:
    """The next-hop domain counts as well as the host. RFC 7672 §3.2.2"""
    domain = ROOT.issue("example.org")
    names = [*MX, HostName("example.org")]
    assert proves([named(ROOT.certificate, 2)], domain.der, names, NOW)


def test_an_anchor_that_is_shown_and_did_not_issue_the_leaf_proves_nothing() -> None:
    forger = Authority().issue("mx.example.org")
    chain = (forger.der[0], *LEAF.der[1:])
    assert not proves([named(ROOT.certificate, 2)], chain, MX, NOW)


def test_who_is_no_authority_can_issue_nothing() -> None:
    forged = Authority(ROOT, false=True).issue("mx.example.org")
    assert not proves([named(ROOT.certificate, 2)], forged.der, MX, NOW)


def test_an_anchor_whole_in_the_record_need_not_be_shown() -> None:
    alone = ROOT.issue("mx.example.org")
    assert proves([named(ROOT.certificate, 2, 0, 0)], alone.der[:1], MX, NOW)
    assert not proves([named(ROOT.certificate, 2, 0, 1)], alone.der[:1], MX, NOW)


@pytest.mark.parametrize(
    "record",
    [
        named(LEAF.certificate, 0),  # PKIX-TA and PKIX-EE: RFC 7672 §3.1.3
        named(LEAF.certificate, 1),
        named(LEAF.certificate, 255),
        Tlsa(3, 2, 1, b"x" * 32),
        Tlsa(3, 1, 3, b"x" * 32),
        Tlsa(3, 1, 1, b"x" * 31),
        Tlsa(3, 1, 2, b"x" * 32),
        Tlsa(3, 1, 0, b""),
    ],
)
def test_what_cannot_prove_a_mail_server_is_left_out(record: Tlsa) -> None:
    assert usable([record]) == ()
    assert not proves([record], LEAF.der, MX, NOW)


def test_a_certificate_of_a_version_to_come_proves_nothing() -> None:
    later = LEAF.der[0].replace(b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x07", 1)
    assert not proves([named(LEAF.certificate, 3)], [later], MX, NOW)
    assert not proves([Tlsa(2, 0, 0, later)], LEAF.der, MX, NOW)


@pytest.mark.parametrize(
    "chain", [(), (b"",), (b"garbage",), (LEAF.der[0][:-1],), (b"x", *LEAF.der)]
)
def test_a_chain_that_cannot_be_read_proves_nothing(chain: tuple[bytes, ...]) -> None:
    records = [named(LEAF.certificate, 3), Tlsa(2, 0, 0, b"garbage")]
    assert not proves(records, chain, MX, NOW)
