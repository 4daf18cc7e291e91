"""The account's key pair, and that its parts are the published ones."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey

from glassine.vault.account_keys import (
    PrivateHalf,
    PublicHalf,
    new_key_pair,
    public_half,
)
from glassine.vault.suite import Damaged, UnknownSuite
from glassine.words.private import Key

# The first key pair of draft-connolly-cfrg-xwing-kem, appendix "Test Vectors".
XWING_SEED = "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"
XWING_PUBLIC_BEGINS = "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5"


def test_the_public_half_is_x_wing_s() -> None:
    public = public_half(Key(b"\1" + bytes.fromhex(XWING_SEED)))
    assert len(public) == 1217
    assert public[:33].hex() == "01" + XWING_PUBLIC_BEGINS


def test_what_is_sealed_to_the_public_half_the_private_half_opens() -> None:
    pair = new_key_pair()
    sealed = PublicHalf(pair.public_half).seal(Key(b"secret"), b"purpose")
    opener = PrivateHalf(pair.private_half)
    assert opener.open(sealed, b"purpose").reveal() == b"secret"
    with pytest.raises(Damaged):
        opener.open(sealed, b"another purpose")
    with pytest.raises(Damaged):
        PrivateHalf(new_key_pair().private_half).open(sealed, b"purpose")


@pytest.mark.parametrize("cut", [0, 1, 1121, 1136])
def test_what_is_cut_short_is_damage(cut: int) -> None:
    pair = new_key_pair()
    sealed = PublicHalf(pair.public_half).seal(Key(b"secret"), b"purpose")
    with pytest.raises(Damaged):
        PrivateHalf(pair.private_half).open(sealed[:cut], b"purpose")


def test_halves_of_another_suite_or_length_are_refused() -> None:
    pair = new_key_pair()
    with pytest.raises(UnknownSuite):
        PublicHalf(b"\2" + pair.public_half[1:])
    with pytest.raises(Damaged):
        PublicHalf(pair.public_half[:-1])
    with pytest.raises(Damaged):
        PublicHalf(b"\1" + b"\xff" * 1216)
    with pytest.raises(UnknownSuite):
        PrivateHalf(Key(b"\2" + bytes(32)))
    with pytest.raises(Damaged):
        PrivateHalf(Key(b"\1" + bytes(31)))


def test_key_pairs_differ() -> None:
    pairs = [new_key_pair() for _ in range(3)]
    assert len({hashlib.sha256(pair.public_half).digest() for pair in pairs}) == 3


THEIRS = CipherSuite.new(
    KEMId.DHKEM_X25519_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES256_GCM
)
OURS = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def test_the_library_s_hpke_agrees_with_pyhpke_where_both_have_the_kem() -> None:
    private = X25519PrivateKey.generate()
    sealed = OURS.encrypt(b"a day key", private.public_key(), b"info")
    recipient = THEIRS.create_recipient_context(
        sealed[:32], KEMKey.from_pyca_cryptography_key(private), info=b"info"
    )
    assert recipient.open(sealed[32:]) == b"a day key"


def test_pyhpke_s_hpke_agrees_with_the_library_s() -> None:
    private = X25519PrivateKey.generate()
    public = KEMKey.from_pyca_cryptography_key(private.public_key())
    enc, sender = THEIRS.create_sender_context(public, info=b"info")
    sealed = enc + sender.seal(b"a day key")
    assert OURS.decrypt(sealed, private, b"info") == b"a day key"
