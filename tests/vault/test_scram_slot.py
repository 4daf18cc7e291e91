"""A SCRAM login proves the secret and, by the way, unwraps the key. RFC 7677."""

import base64
import hashlib
import hmac

import pytest

from glassine.vault.account_keys import new_key_pair
from glassine.vault.scram_slot import (
    ScramSalt,
    decoy_scram_slot,
    new_scram_slot,
    scram_salt,
    try_proof,
)
from glassine.words.private import Password

ANN = b"a" * 16
PAIR = new_key_pair()
SALT = ScramSalt(b"s" * 16, 4096)
AUTH_MESSAGE = b"n=user,r=a,r=ab,s=c2FsdA==,i=4096,c=biws,r=ab"
# The conversation of RFC 7677 §3.
RFC_SALT = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
RFC_AUTH_MESSAGE = (
    b"n=user,r=rOprNGfwEbeRWgbNEkqO,"
    b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
    b"s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
    b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
)
RFC_PROOF = base64.b64decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
RFC_SIGNATURE = base64.b64decode("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")


def proof(password: bytes, salt: ScramSalt, auth_message: bytes) -> bytes:
    """Return what a client sends. RFC 5802 §3"""
    salted = hashlib.pbkdf2_hmac("sha256", password, salt.salt, salt.count)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    signature = hmac.digest(stored_key, auth_message, "sha256")
    return bytes(a ^ b for a, b in zip(client_key, signature, strict=True))


def test_the_conversation_of_the_rfc() -> None:
    salt = ScramSalt(RFC_SALT, 4096)
    slot = new_scram_slot(Password(b"pencil"), salt, ANN, PAIR.private_half)
    found = try_proof([slot], ANN, RFC_AUTH_MESSAGE, RFC_PROOF)
    assert found is not None
    assert found.server_signature == RFC_SIGNATURE
    assert found.unlocked.private_half is not None
    assert found.unlocked.private_half.reveal() == PAIR.private_half.reveal()


def test_the_proof_finds_its_slot_among_those_of_the_account() -> None:
    secrets = [b"one", b"two", b"three"]
    slots = [
        new_scram_slot(Password(secret), SALT, ANN, PAIR.private_half)
        for secret in secrets
    ]
    for secret, slot in zip(secrets, slots, strict=True):
        found = try_proof(slots, ANN, AUTH_MESSAGE, proof(secret, SALT, AUTH_MESSAGE))
        assert found is not None
        assert found.unlocked.slot_id == slot.id
    wrong = proof(b"four", SALT, AUTH_MESSAGE)
    assert try_proof(slots, ANN, AUTH_MESSAGE, wrong) is None


def test_a_proof_of_another_conversation_is_worth_nothing() -> None:
    slot = new_scram_slot(Password(b"one"), SALT, ANN, PAIR.private_half)
    old = proof(b"one", SALT, AUTH_MESSAGE)
    assert try_proof([slot], ANN, AUTH_MESSAGE + b"x", old) is None


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_proof_of_another_length_is_wrong(length: int) -> None:
    slot = new_scram_slot(Password(b"one"), SALT, ANN, PAIR.private_half)
    right = proof(b"one", SALT, AUTH_MESSAGE)
    assert try_proof([slot], ANN, AUTH_MESSAGE, (right + b"x")[:length]) is None


def test_the_decoy_opens_to_nobody_and_shows_the_salt_it_was_given() -> None:
    decoy = decoy_scram_slot(SALT)
    assert scram_salt(decoy) == SALT
    guess = proof(b"one", SALT, AUTH_MESSAGE)
    assert try_proof([decoy], ANN, AUTH_MESSAGE, guess) is None
    assert try_proof([], ANN, AUTH_MESSAGE, guess) is None


def test_a_slot_that_may_only_send_holds_no_key() -> None:
    slot = new_scram_slot(Password(b"one"), SALT, ANN, None)
    right = proof(b"one", SALT, AUTH_MESSAGE)
    found = try_proof([slot], ANN, AUTH_MESSAGE, right)
    assert found is not None
    assert found.unlocked.private_half is None
