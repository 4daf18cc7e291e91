"""The slot that a person's password opens, slow on purpose. RFC 9106.

One Argon2id run gives 64 bytes: half proves the password, half unwraps the key. An
account that does not exist is given a decoy, so that its answer takes as long.
"""

import hmac
import os
import struct
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from glassine.vault import record, slots
from glassine.vault.slots import Slot, SlotKind, Unlocked
from glassine.vault.suite import Damaged
from glassine.words.chance import Chance
from glassine.words.private import Key, Password

_COST = struct.Struct(">IIB")
_DERIVATION = _COST.size + 16 + 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one guess costs. `memory` is in KiB."""

    memory: int
    passes: int
    lanes: int = 1

    def is_bearable(self) -> bool:
        """Tell whether Argon2 allows it and a planted slot could not stall us."""
        lanes, passes = 1 <= self.lanes <= 16, 1 <= self.passes <= 16
        return lanes and passes and 8 * self.lanes <= self.memory <= 1 << 20


COST = Cost(memory=65_536, passes=1)
"""About 100 ms on one slow core; more than the OWASP minimum of 46 MiB, 1 pass."""


def new_password_slot(
    password: Password,
    account_id: bytes,
    private_half: Key | None,
    cost: Cost = COST,
    random: Chance = os.urandom,
) -> Slot:
    """Return a slot for this password; without a private half it only checks."""
    slot_id, salt = record.new_id(random), random(16)
    verifier, key = _halves(password, salt, cost)
    wrapped = slots.wrap(key, slot_id, account_id, private_half, random)
    head = _COST.pack(cost.memory, cost.passes, cost.lanes)
    return slots.write(slot_id, SlotKind.PASSWORD, head + salt + verifier, wrapped)


def try_password(slot: Slot, account_id: bytes, password: Password) -> Unlocked | None:
    """Return what the password unlocks, or None where it is wrong."""
    key = _key(slot, password)
    if key is None:
        return None
    _, wrapped = slots.parts(slot, SlotKind.PASSWORD, _DERIVATION)
    return slots.unwrap(key, slot.id, account_id, wrapped)


def is_right(slot: Slot, password: Password) -> bool:
    """Tell whether the password is right, and unlock nothing."""
    return _key(slot, password) is not None


def _key(slot: Slot, password: Password) -> bytes | None:
    """Return the half that unwraps, where the other half proves the password."""
    derivation, _ = slots.parts(slot, SlotKind.PASSWORD, _DERIVATION)
    memory, passes, lanes = _COST.unpack_from(derivation)
    cost = Cost(memory=memory, passes=passes, lanes=lanes)
    if not cost.is_bearable():
        raise Damaged
    verifier, key = _halves(password, derivation[9:25], cost)
    return key if hmac.compare_digest(verifier, derivation[25:]) else None


def decoy_password_slot(cost: Cost = COST, random: Chance = os.urandom) -> Slot:
    """Return a slot that no password opens, to try for unknown accounts."""
    head = _COST.pack(cost.memory, cost.passes, cost.lanes)
    derivation = head + random(16) + random(32)
    return slots.write(record.new_id(random), SlotKind.PASSWORD, derivation)


def _halves(password: Password, salt: bytes, cost: Cost) -> tuple[bytes, bytes]:
    argon2 = Argon2id(
        salt=salt,
        length=64,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory,
    )
    both = argon2.derive(password.reveal())
    return both[:32], both[32:]
