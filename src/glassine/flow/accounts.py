"""Accounts: make one, list them, delete one.

An account is a key pair, slots that open it, and six folders; one that only sends is
a slot that checks, and nothing else. Deleting an account destroys the slots, and with
them the way to its mail.
"""

from dataclasses import dataclass, replace

from glassine.flow import folder
from glassine.flow.credentials import (
    NoSuchAccount,
    Owner,
    password_slots,
    recovery_slot,
)
from glassine.flow.rejects import make_folder
from glassine.flow.spelling import folded
from glassine.store.api.accounts import Account, Scope
from glassine.store.api.ids import AccountId, MailboxId, Missing
from glassine.store.api.store import Books, Store
from glassine.vault.account_keys import KeyPair, new_key_pair
from glassine.vault.folders import Folders
from glassine.vault.password_slot import Cost
from glassine.vault.record import new_id
from glassine.vault.server_key import ServerKey
from glassine.words.clock import Milliseconds
from glassine.words.private import Password, UserName
from glassine.words.public import Address


@dataclass(frozen=True, slots=True)
class Created:
    """A new account; the recovery code is shown once, and kept nowhere."""

    account: Account
    recovery: Password | None


async def add_account(
    store: Store,
    key: ServerKey,
    address: Address,
    password: Password,
    *,
    now: Milliseconds,
    cost: Cost,
    only_sends: bool = False,
    scram: bool = False,
    rejects: bool = False,
) -> Created:
    """Make an account. Raises `UnfitPassword`.

    Raises the store's `Duplicate` as well, or `Missing` for the domain.

    With `scram`, clients may also log in by SCRAM with the password itself; the slot
    for that is only as strong as PBKDF2. With `rejects`, it has that folder at once.
    """
    pair = None if only_sends else new_key_pair()
    name = UserName(str(address).encode())
    account = Account(
        id=AccountId(new_id()),
        address=address,
        public_key=pair.public_half if pair else None,
        inbox=None,
        junk=None,
        scram_salt=key.account_salt(folded(name)).salt,
        created=now,
    )
    owner = Owner(account, pair.private_half if pair else None)
    scope = Scope.SMTP if only_sends else Scope.ALL
    slots = password_slots(owner, password, scope, cost=cost, scram=scram, now=now)
    recovery = recovery_slot(owner, now) if pair else None
    if recovery is not None:
        slots.append(recovery.slot)

    def work(books: Books) -> Account:
        made = _with_folders(books, account, pair) if pair else account
        books.accounts.add(made)
        for slot in slots:
            books.accounts.put_slot(slot)
        if pair is not None and rejects:
            make_folder(books, made.id, Folders(made.id, pair.private_half))
        return made

    made = await store.write(work)
    return Created(made, recovery.shown if recovery else None)


async def delete_account(store: Store, address: Address) -> None:
    """Destroy its slots and forget it. Raises `NoSuchAccount`."""

    def work(books: Books) -> None:
        account = books.accounts.at(address)
        if account is None:
            raise Missing
        books.accounts.delete(account.id)

    try:
        await store.write(work)
    except Missing:
        raise NoSuchAccount from None


def _with_folders(books: Books, account: Account, pair: KeyPair) -> Account:
    """Make the first folders; delivery must find two of them without their names."""
    folders = Folders(account.id, pair.private_half)
    found: dict[str, MailboxId] = {}
    for first in folder.FIRST:
        name = folder.digest(folders, first.name)
        made = books.mailboxes.create(account.id, name, folder.seal(folders, first))
        found[first.use or first.name] = made.id
    return replace(account, inbox=found[folder.INBOX], junk=found["\\Junk"])
