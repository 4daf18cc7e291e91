"""Keys are made, kept as private octets, and published."""

import re

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from glassine.trust import dkim_keys
from glassine.trust.dkim_keys import NotASigningKey
from glassine.words.private import Key
from glassine.words.public import Domain, HostName


def test_a_new_key_is_private_and_loads() -> None:
    rsa, ed25519 = dkim_keys.new_rsa_key(), dkim_keys.new_ed25519_key()
    loaded = dkim_keys.load(rsa)
    assert isinstance(loaded, RSAPrivateKey)
    assert loaded.key_size == 2048
    assert isinstance(dkim_keys.load(ed25519), Ed25519PrivateKey)
    assert repr(rsa) == "<Key>"


def test_other_octets_and_other_keys_are_refused_without_being_quoted() -> None:
    curve = generate_private_key(SECP256R1()).private_bytes(
        Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
    )
    for octets in (b"canary", b"", curve):
        with pytest.raises(NotASigningKey) as refused:
            dkim_keys.load(Key(octets))
        assert str(refused.value) == ""


def test_the_records_of_a_domain_are_what_dns_should_say() -> None:
    keys = {
        "r1": dkim_keys.load(dkim_keys.new_rsa_key()),
        "e1": dkim_keys.load(dkim_keys.new_ed25519_key()),
    }
    records = dkim_keys.dns_records(
        Domain("example.org"), HostName("mail.example.org"), keys
    )
    lines = [record.zone_line() for record in records]
    assert lines[:3] == [
        "example.org. IN MX 10 mail.example.org.",
        'example.org. IN TXT "v=spf1 mx -all"',
        '_dmarc.example.org. IN TXT "v=DMARC1; p=quarantine; '
        'rua=mailto:postmaster@example.org"',
    ]
    assert lines[3].startswith('r1._domainkey.example.org. IN TXT "v=DKIM1; k=rsa; p=M')
    assert re.fullmatch(
        r'e1\._domainkey\.example\.org\. IN TXT "v=DKIM1; k=ed25519; p=[\w+/]{43}="',
        lines[4],
    )
    assert all(len(text) <= 255 for text in re.findall('"([^"]*)"', lines[3]))
