"""Between the two views of a key slot: the vault's, which opens it, and the store's."""

from collections.abc import Iterable

from glassine.store.api.accounts import Account, Scope, Slot, SlotKind
from glassine.store.api.ids import SlotId
from glassine.vault import slots as vault
from glassine.words.clock import Milliseconds

_KINDS = {
    vault.SlotKind.PASSWORD: SlotKind.PASSWORD,
    vault.SlotKind.APP: SlotKind.APP,
    vault.SlotKind.RECOVERY: SlotKind.RECOVERY,
    vault.SlotKind.SCRAM: SlotKind.SCRAM,
}
_VAULT_KINDS = {kept: opened for opened, kept in _KINDS.items()}


def to_keep(
    slot: vault.Slot, account: Account, scope: Scope, name: str, now: Milliseconds
) -> Slot:
    """Return the slot as the store keeps it."""
    kind = _KINDS[slot.kind]
    return Slot(SlotId(slot.id), account.id, kind, scope, name, slot.sealed, now)


def to_open(slot: Slot) -> vault.Slot:
    """Return the slot as the vault opens it."""
    return vault.Slot(slot.id, _VAULT_KINDS[slot.kind], slot.sealed)


def of_kind(slots: Iterable[Slot], kind: SlotKind) -> list[Slot]:
    """Return the slots of one kind."""
    return [slot for slot in slots if slot.kind is kind]
