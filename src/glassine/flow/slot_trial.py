"""Does a credential fit a slot of an account? At one cost, whether there is one or not.

An unknown name is tried against a decoy, so that time does not tell who has an account.
"""

from dataclasses import dataclass

from glassine.flow.key_slots import of_kind, to_open
from glassine.flow.spelling import folded, named, typed
from glassine.store.api.accounts import Account, Slot, SlotKind
from glassine.store.api.ids import SlotId
from glassine.store.api.store import Books
from glassine.vault import password_slot, scram_slot, secret_slot
from glassine.vault.password_slot import Cost
from glassine.vault.printed import Printed
from glassine.vault.server_key import ServerKey
from glassine.vault.slots import Unlocked
from glassine.wire.sasl.steps import ScramProof
from glassine.words.private import Password, UserName

NOBODY = b"\0" * 16  # the account id that decoys are tried for


@dataclass(frozen=True, slots=True)
class Known:
    """An account and its slots, as they are now."""

    account: Account
    slots: list[Slot]


@dataclass(frozen=True, slots=True)
class Fitting:
    """The slot that a credential fits, and what it unlocks."""

    slot: Slot
    unlocked: Unlocked


@dataclass(frozen=True, slots=True)
class FittingProof:
    """The slot that a SCRAM proof fits, and our signature in return."""

    fitting: Fitting
    signature: bytes


def find_known(books: Books, user: UserName) -> Known | None:
    """Return the account that a user name means."""
    address = named(user)
    account = books.accounts.at(address) if address else None
    return Known(account, books.accounts.slots(account.id)) if account else None


class SlotTrial:
    """Tries credentials. `password` takes long: it is for a worker thread."""

    def __init__(self, *, server_key: ServerKey, cost: Cost) -> None:
        self._server_key = server_key
        self._decoy = password_slot.decoy_password_slot(cost)
        self._secret_decoy = secret_slot.decoy_secret_slot()

    def password(self, known: Known | None, password: Password) -> Fitting | None:
        """Try the password slot, or the decoy: one Argon2 run either way."""
        slots = of_kind(known.slots, SlotKind.PASSWORD) if known else []
        password = typed(password)
        if known is None or not slots:
            password_slot.try_password(self._decoy, NOBODY, password)
            return None
        unlocked = password_slot.try_password(
            to_open(slots[0]), known.account.id, password
        )
        return Fitting(slots[0], unlocked) if unlocked else None

    def is_right(self, known: Known | None, password: Password) -> Slot | None:
        """Return the password slot if the password is its own; nothing is unlocked."""
        slots = of_kind(known.slots, SlotKind.PASSWORD) if known else []
        slot = to_open(slots[0]) if slots else self._decoy
        right = password_slot.is_right(slot, typed(password))
        return slots[0] if slots and right else None

    def secret(self, known: Known | None, given: Printed) -> Fitting | None:
        """Try the app slot that the secret names, or the decoy."""
        for slot in of_kind(known.slots, SlotKind.APP) if known else []:
            opened = to_open(slot)
            if known is not None and secret_slot.names(opened, given):
                unlocked = secret_slot.try_secret(opened, known.account.id, given)
                return Fitting(slot, unlocked) if unlocked else None
        secret_slot.try_secret(self._secret_decoy, NOBODY, given)
        return None

    def proof(self, known: Known | None, given: ScramProof) -> FittingProof | None:
        """Try a SCRAM proof against every slot that could be meant, or a decoy."""
        slots = of_kind(known.slots, SlotKind.SCRAM) if known else []
        tried = [to_open(slot) for slot in slots]
        if not tried:
            salt = self._server_key.account_salt(folded(given.user))
            tried = [scram_slot.decoy_scram_slot(salt)]
        found = scram_slot.try_proof(
            tried,
            known.account.id if known else NOBODY,
            given.auth_message.reveal(),
            given.proof.reveal(),
        )
        if found is None:
            return None
        by_id = {slot.id: slot for slot in slots}
        slot = by_id[SlotId(found.unlocked.slot_id)]
        return FittingProof(Fitting(slot, found.unlocked), found.server_signature)
