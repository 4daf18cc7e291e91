"""Key slots: the account's private half, wrapped once for each credential.

As in LUKS: a credential opens its slot, and every slot holds the same key. So a new
password rewrites one slot and no mail. A slot that may only send holds no key.
"""

from dataclasses import dataclass
from enum import IntEnum

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from glassine.vault import record
from glassine.vault.suite import SUITE, Damaged, check_suite, label
from glassine.words.chance import Chance
from glassine.words.private import Key

_PRIVATE_HALF = label(b"private half")
_WRAPPED = record.OVERHEAD + 33


class SlotKind(IntEnum):
    """What kind of credential opens the slot."""

    PASSWORD = 1
    APP = 2
    RECOVERY = 3
    SCRAM = 4


@dataclass(frozen=True, slots=True)
class Slot:
    """A key slot as the store keeps it."""

    id: bytes
    kind: SlotKind
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The credential was right. `private_half` is None where the slot holds no key."""

    slot_id: bytes
    private_half: Key | None


def write(
    slot_id: bytes, kind: SlotKind, derivation: bytes, wrapped: bytes = b""
) -> Slot:
    """Return the slot of these parts."""
    return Slot(slot_id, kind, SUITE + bytes([kind]) + derivation + wrapped)


def parts(slot: Slot, kind: SlotKind, derivation: int) -> tuple[bytes, bytes]:
    """Return a slot's derivation, of the length given, and the wrapped half."""
    check_suite(slot.sealed)
    start = 2 + derivation
    wrapped = slot.sealed[start:]
    if slot.sealed[1:2] != bytes([kind]) or len(slot.sealed) < start:
        raise Damaged
    if len(wrapped) not in (0, _WRAPPED):
        raise Damaged
    return slot.sealed[2:start], wrapped


def wrap(
    key: bytes, slot_id: bytes, account_id: bytes, half: Key | None, random: Chance
) -> bytes:
    """Return the private half wrapped for a slot; nothing if there is none."""
    if half is None:
        return b""
    context = _PRIVATE_HALF + account_id
    return record.seal(AESGCM(key), slot_id, half.reveal(), context, random)


def unwrap(key: bytes, slot_id: bytes, account_id: bytes, wrapped: bytes) -> Unlocked:
    """Return what the slot gives to a credential that has been found right."""
    if not wrapped:
        return Unlocked(slot_id, None)
    half = record.open_(AESGCM(key), wrapped, _PRIVATE_HALF + account_id)
    return Unlocked(slot_id, Key(half))
