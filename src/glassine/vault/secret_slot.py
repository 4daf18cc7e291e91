"""The slot that a generated secret opens: an app's, or the recovery code.

The secret is 128 random bits, so nothing slow stands between it and the key: a
phone that logs in every minute costs microseconds.
"""

import hmac
import os
from dataclasses import dataclass

from glassine.vault import printed, record, slots
from glassine.vault.derive import derive
from glassine.vault.printed import Form, Printed
from glassine.vault.slots import Slot, SlotKind, Unlocked
from glassine.vault.suite import label
from glassine.words.chance import Chance
from glassine.words.private import Key, Password

_SLOTS = {
    Form.APP: (SlotKind.APP, label(b"app slot")),
    Form.RECOVERY: (SlotKind.RECOVERY, label(b"recovery slot")),
}


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A slot to store, and the secret to show once and forget."""

    slot: Slot
    shown: Password


def new_secret_slot(
    form: Form,
    account_id: bytes,
    private_half: Key | None,
    random: Chance = os.urandom,
) -> NewSecret:
    """Return a slot with a new secret; without a private half it only checks."""
    slot_id, secret = record.new_id(random), Key(random(16))
    kind, info = _SLOTS[form]
    verifier, key = _halves(secret, slot_id, info + account_id)
    wrapped = slots.wrap(key, slot_id, account_id, private_half, random)
    slot = slots.write(slot_id, kind, verifier, wrapped)
    return NewSecret(slot, printed.write(form, slot_id, secret))


def try_secret(slot: Slot, account_id: bytes, typed: Printed) -> Unlocked | None:
    """Return what the secret unlocks, or None where it is not this slot's."""
    kind, info = _SLOTS[typed.form]
    verifier, wrapped = slots.parts(slot, kind, 32)
    found, key = _halves(typed.secret, slot.id, info + account_id)
    if not hmac.compare_digest(found, verifier):
        return None
    return slots.unwrap(key, slot.id, account_id, wrapped)


def names(slot: Slot, typed: Printed) -> bool:
    """Tell whether this is the slot that the secret names."""
    kind, _ = _SLOTS[typed.form]
    return slot.kind is kind and slot.id.startswith(typed.handle)


def decoy_secret_slot(form: Form = Form.APP, random: Chance = os.urandom) -> Slot:
    """Return a slot that no secret opens, to try where none is named."""
    return slots.write(record.new_id(random), _SLOTS[form][0], random(32))


def _halves(secret: Key, slot_id: bytes, info: bytes) -> tuple[bytes, bytes]:
    both = derive(secret.reveal(), info, salt=slot_id, length=64)
    return both[:32], both[32:]
