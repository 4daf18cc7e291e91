"""The slot that a SCRAM-SHA-256 login opens. RFC 5802 §3, RFC 7677.

A client proves that it has ClientKey in a way that tells the server what it is.
The server keeps its hash only, so ClientKey can wrap the private half. Which secret
is coming is unknown when the salt is named: all of an account's slots share one.
"""

import hashlib
import hmac
import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from glassine.vault import record, slots
from glassine.vault.derive import derive
from glassine.vault.slots import Slot, SlotKind, Unlocked
from glassine.vault.suite import label
from glassine.words.chance import Chance
from glassine.words.private import Key, Password

COUNT = 10_000  # the same for all: another one would tell accounts apart
_INFO = label(b"scram slot")
_DERIVATION = struct.Struct(">16sI32s32s")


@dataclass(frozen=True, slots=True)
class ScramSalt:
    """What the server says first: the salt and the iteration count."""

    salt: bytes
    count: int = COUNT


@dataclass(frozen=True, slots=True)
class ScramUnlocked:
    """The proof was right. Answer with `server_signature`."""

    unlocked: Unlocked
    server_signature: bytes


def scram_salt(slot: Slot) -> ScramSalt:
    """Return the salt that the account's SCRAM slots share."""
    derivation, _ = slots.parts(slot, SlotKind.SCRAM, _DERIVATION.size)
    salt, count, _, _ = _DERIVATION.unpack(derivation)
    return ScramSalt(salt, count)


def new_scram_slot(
    secret: Password,
    salt: ScramSalt,
    account_id: bytes,
    private_half: Key | None,
    random: Chance = os.urandom,
) -> Slot:
    """Return a slot for this secret; without a private half it only checks."""
    slot_id = record.new_id(random)
    salted = hashlib.pbkdf2_hmac("sha256", secret.reveal(), salt.salt, salt.count)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    derivation = _DERIVATION.pack(salt.salt, salt.count, stored_key, server_key)
    key = _wrapping_key(client_key, slot_id, account_id)
    wrapped = slots.wrap(key, slot_id, account_id, private_half, random)
    return slots.write(slot_id, SlotKind.SCRAM, derivation, wrapped)


def try_proof(
    scram_slots: Sequence[Slot], account_id: bytes, auth_message: bytes, proof: bytes
) -> ScramUnlocked | None:
    """Return what the ClientProof unlocks, or None where it fits no slot."""
    found = None
    for slot in scram_slots:  # all of them: which one fitted takes no less time
        found = _try(slot, account_id, auth_message, proof) or found
    return found


def decoy_scram_slot(salt: ScramSalt, random: Chance = os.urandom) -> Slot:
    """Return a slot that no proof opens, to try for unknown accounts."""
    derivation = _DERIVATION.pack(salt.salt, salt.count, random(32), random(32))
    return slots.write(record.new_id(random), SlotKind.SCRAM, derivation)


def _try(
    slot: Slot, account_id: bytes, auth_message: bytes, proof: bytes
) -> ScramUnlocked | None:
    derivation, wrapped = slots.parts(slot, SlotKind.SCRAM, _DERIVATION.size)
    _, _, stored_key, server_key = _DERIVATION.unpack(derivation)
    signature = hmac.digest(stored_key, auth_message, "sha256")
    client_key = bytes(a ^ b for a, b in zip(proof, signature, strict=False))
    found = hashlib.sha256(client_key).digest()
    fits = hmac.compare_digest(found, stored_key)
    if len(proof) != len(signature) or not fits:
        return None
    key = _wrapping_key(client_key, slot.id, account_id)
    unlocked = slots.unwrap(key, slot.id, account_id, wrapped)
    return ScramUnlocked(unlocked, hmac.digest(server_key, auth_message, "sha256"))


def _wrapping_key(client_key: bytes, slot_id: bytes, account_id: bytes) -> bytes:
    return derive(client_key, _INFO + account_id, salt=slot_id)
