"""The account's key pair: anyone here may seal to it, only its owner opens.

The key encapsulation joins ML-KEM-768 and X25519, so that mail kept today stays
closed as long as either of the two holds. The private half is its 32-byte seed.
"""

import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hashes import SHAKE256, Hash
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from glassine.vault.suite import SUITE, Damaged, check_suite
from glassine.words.chance import Chance
from glassine.words.private import Key

_HPKE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_MLKEM_PUBLIC = 1184
_PRIVATE = 33


@dataclass(frozen=True, slots=True)
class KeyPair:
    """What `new_key_pair` made: the public half is stored, the private half never."""

    public_half: bytes
    private_half: Key


class PublicHalf:
    """Seals to an account."""

    __slots__ = ("_key",)

    def __init__(self, public_half: bytes) -> None:
        check_suite(public_half)
        end = 1 + _MLKEM_PUBLIC
        try:
            mlkem = MLKEM768PublicKey.from_public_bytes(public_half[1:end])
            x25519 = X25519PublicKey.from_public_bytes(public_half[end:])
        except ValueError:
            raise Damaged from None
        self._key = MLKEM768X25519PublicKey(mlkem, x25519)

    def seal(self, secret: Key, info: bytes) -> bytes:
        """Return the secret sealed to the account, for the purpose that `info` says."""
        return SUITE + _HPKE.encrypt(secret.reveal(), self._key, info)


class PrivateHalf:
    """Opens what was sealed to an account."""

    __slots__ = ("_key",)

    def __init__(self, private_half: Key) -> None:
        self._key = MLKEM768X25519PrivateKey(*_components(seed_of(private_half)))

    def open(self, sealed: bytes, info: bytes) -> Key:
        """Return the secret that was sealed for this purpose, or raise `Damaged`."""
        check_suite(sealed)
        try:
            return Key(_HPKE.decrypt(sealed[1:], self._key, info))
        except (InvalidTag, ValueError):
            raise Damaged from None


def new_key_pair(random: Chance = os.urandom) -> KeyPair:
    """Return the key pair of a new account."""
    private_half = Key(SUITE + random(32))
    return KeyPair(public_half(private_half), private_half)


def public_half(private_half: Key) -> bytes:
    """Return the public half that belongs to a private half."""
    mlkem, x25519 = _components(seed_of(private_half))
    mlkem_public = mlkem.public_key().public_bytes_raw()
    return SUITE + mlkem_public + x25519.public_key().public_bytes_raw()


def seed_of(private_half: Key) -> bytes:
    """Return the seed, from which all else of the account's keys follows."""
    revealed = private_half.reveal()
    check_suite(revealed)
    if len(revealed) != _PRIVATE:
        raise Damaged
    return revealed[1:]


def _components(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    # draft-connolly-cfrg-xwing-kem, expandDecapsulationKey
    shake = Hash(SHAKE256(96))
    shake.update(seed)
    stretched = shake.finalize()
    return (
        MLKEM768PrivateKey.from_seed_bytes(stretched[:64]),
        X25519PrivateKey.from_private_bytes(stretched[64:]),
    )
