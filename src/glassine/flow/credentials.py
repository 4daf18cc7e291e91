"""An account's credentials: each is a key slot, and every slot holds the same key.

So a new password rewrites slots and no mail, and what opens the account can also give
it another credential.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from glassine.flow.key_slots import of_kind, to_keep, to_open
from glassine.flow.spelling import fit, typed
from glassine.store.api.accounts import Account, Scope, Slot, SlotKind
from glassine.store.api.store import Books, Store
from glassine.vault import password_slot, printed, scram_slot, secret_slot
from glassine.vault.password_slot import Cost
from glassine.vault.printed import Form, Printed
from glassine.vault.scram_slot import ScramSalt
from glassine.words.clock import Milliseconds
from glassine.words.private import Key, Password
from glassine.words.public import Address

PASSWORD = "password"  # noqa: S105 (what the slot is called)
RECOVERY = "recovery"


class NoSuchAccount(Exception):
    """There is no account of this address."""


class WrongCredential(Exception):
    """The password or recovery code does not open the account."""


class NameTaken(Exception):
    """The account has an app password of this name already."""


@dataclass(frozen=True, slots=True)
class Owner:
    """An account, and its private half where it has been unlocked."""

    account: Account
    half: Key | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A slot to keep, and the secret to show once."""

    slot: Slot
    shown: Password


def password_slots(
    owner: Owner,
    password: Password,
    scope: Scope,
    *,
    cost: Cost,
    scram: bool,
    now: Milliseconds,
) -> list[Slot]:
    """Return the slots of a password: one that Argon2 guards, and SCRAM's if asked.

    Raises `UnfitPassword`.
    """
    account, half = owner.account, owner.half
    password = fit(password)
    made = [password_slot.new_password_slot(password, account.id, half, cost)]
    if scram:
        salt = ScramSalt(account.scram_salt)
        made.append(scram_slot.new_scram_slot(password, salt, account.id, half))
    return [to_keep(slot, account, scope, PASSWORD, now) for slot in made]


def recovery_slot(owner: Owner, now: Milliseconds) -> Shown:
    """Return a slot with a new recovery code."""
    made = secret_slot.new_secret_slot(Form.RECOVERY, owner.account.id, owner.half)
    kept = to_keep(made.slot, owner.account, Scope.ALL, RECOVERY, now)
    return Shown(kept, made.shown)


def app_slots(
    owner: Owner, name: str, scope: Scope, now: Milliseconds
) -> tuple[list[Slot], Password]:
    """Return the slots of a new app secret, for password logins and SCRAM; and it.

    One that only sends holds no key, whoever made it.
    """
    half = None if scope is Scope.SMTP else owner.half
    account = owner.account
    made = secret_slot.new_secret_slot(Form.APP, account.id, half)
    salt = ScramSalt(account.scram_salt)
    scram = scram_slot.new_scram_slot(made.shown, salt, account.id, half)
    slots = [to_keep(s, account, scope, name, now) for s in (made.slot, scram)]
    return slots, made.shown


def unlock(account: Account, slots: Sequence[Slot], credential: Password) -> Owner:
    """Return the owner that a password or a recovery code proves.

    Raises `WrongCredential`. An account that only sends has nothing to unlock.
    """
    code = printed.read(credential)
    if isinstance(code, Printed) and code.form is Form.RECOVERY:
        tried = [
            secret_slot.try_secret(to_open(slot), account.id, code)
            for slot in of_kind(slots, SlotKind.RECOVERY)
        ]
    else:
        tried = [
            password_slot.try_password(to_open(slot), account.id, typed(credential))
            for slot in of_kind(slots, SlotKind.PASSWORD)
        ]
    found = next((unlocked for unlocked in tried if unlocked is not None), None)
    if found is None:
        raise WrongCredential
    return Owner(account, found.private_half)


async def set_password(
    store: Store,
    address: Address,
    new: Password,
    *,
    proof: Password | None,
    cost: Cost,
    now: Milliseconds,
) -> Password | None:
    """Give the account a new password; return a new recovery code, if it has one.

    `proof` is the old password or the recovery code. Without one, only an account
    that only sends can have a new password: any other would lose its mail. Raises
    `WrongCredential`, `NoSuchAccount`, `UnfitPassword`.
    """
    account, slots = await _find(store, address)
    owner = await _prove(account, slots, proof)
    scope = Scope.SMTP if account.public_key is None else Scope.ALL
    old = [slot for slot in slots if slot.name in (PASSWORD, RECOVERY)]
    scram = any(s.kind is SlotKind.SCRAM for s in old)
    fresh = await asyncio.to_thread(
        password_slots, owner, new, scope, cost=cost, scram=scram, now=now
    )
    recovery = recovery_slot(owner, now) if owner.half else None
    await _replace(store, old, [*fresh, *([recovery.slot] if recovery else [])])
    return recovery.shown if recovery else None


async def new_recovery_code(
    store: Store, address: Address, *, proof: Password, now: Milliseconds
) -> Password | None:
    """Replace the recovery code; return the new one, None where there is no mail.

    `proof` is the password or the old code. Raises `WrongCredential`,
    `NoSuchAccount`.
    """
    account, slots = await _find(store, address)
    owner = await _prove(account, slots, proof)
    if owner.half is None:
        return None
    made = recovery_slot(owner, now)
    await _replace(store, of_kind(slots, SlotKind.RECOVERY), [made.slot])
    return made.shown


async def add_app_password(
    store: Store,
    address: Address,
    *,
    name: str,
    scope: Scope,
    proof: Password | None,
    now: Milliseconds,
) -> Password:
    """Give the account an app secret; return it, to be shown once.

    One that reads mail needs `proof`, the password or recovery code; one that only
    sends does not. Raises `WrongCredential`, `NoSuchAccount`, `NameTaken`.
    """
    account, slots = await _find(store, address)
    if name in {PASSWORD, RECOVERY, *(slot.name for slot in slots)}:
        raise NameTaken
    only_sends = scope is Scope.SMTP or account.public_key is None
    owner = Owner(account, None) if only_sends else await _prove(account, slots, proof)
    fresh, shown = app_slots(owner, name, Scope.SMTP if only_sends else scope, now)
    await _replace(store, [], fresh)
    return shown


async def app_passwords(store: Store, address: Address) -> list[Slot]:
    """Return the account's app slots. Raises `NoSuchAccount`."""
    _, slots = await _find(store, address)
    return of_kind(slots, SlotKind.APP)


async def revoke_app_password(store: Store, address: Address, name: str) -> bool:
    """Destroy the slots of an app secret; tell whether there were any."""
    _, slots = await _find(store, address)
    named = [s for s in slots if s.name == name and name not in (PASSWORD, RECOVERY)]
    await _replace(store, named, [])
    return bool(named)


async def _replace(store: Store, old: Sequence[Slot], new: Sequence[Slot]) -> None:
    """Destroy slots and keep others, in one transaction."""

    def work(books: Books) -> None:
        for slot in old:
            books.accounts.drop_slot(slot.id)
        for slot in new:
            books.accounts.put_slot(slot)

    await store.write(work)


async def _prove(
    account: Account, slots: Sequence[Slot], proof: Password | None
) -> Owner:
    """Return the owner; Argon2 takes its time, and keeps nobody waiting."""
    if account.public_key is None:
        return Owner(account, None)
    if proof is None:
        raise WrongCredential
    return await asyncio.to_thread(unlock, account, slots, proof)


async def _find(store: Store, address: Address) -> tuple[Account, list[Slot]]:
    def work(books: Books) -> tuple[Account, list[Slot]] | None:
        account = books.accounts.at(address)
        return (account, books.accounts.slots(account.id)) if account else None

    found = await store.look(work)
    if found is None:
        raise NoSuchAccount
    return found
