"""The book of accounts: domains, accounts, and the slots that open them."""

from collections.abc import Iterable
from functools import lru_cache

from glassine.store.api.accounts import Account, Scope, SigningKey, Slot, SlotKind
from glassine.store.api.ids import AccountId, MailboxId, Missing, SlotId
from glassine.store.sqlite.aftermath import Aftermath
from glassine.store.sqlite.database import Database, Row
from glassine.store.sqlite.mailboxes import SqliteMailboxes
from glassine.store.sqlite.spelling import folded
from glassine.words.public import Address, Domain, parse_address

ACCOUNT = (
    "SELECT id, address, public_key, inbox, junk, scram_salt, created, rejects"
    " FROM account"
)
SLOT = "SELECT id, account, kind, scope, name, sealed, created FROM slot"
PUT_SLOT = """
    INSERT INTO slot (id, account, kind, scope, name, sealed, created)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        account = excluded.account, kind = excluded.kind, scope = excluded.scope,
        name = excluded.name, sealed = excluded.sealed, created = excluded.created
"""
EVERY_SLOT = (
    "SELECT number, id, account, kind, scope, name, sealed, created FROM slot"
    " ORDER BY number"
)
LAY_SLOT = "INSERT INTO slot VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
DELETE_USAGE = """
    DELETE FROM usage WHERE account = (SELECT folded FROM account WHERE id = ?)
"""


class SqliteAccounts:
    """Domains, accounts, and the slots that open them."""

    def __init__(
        self, db: Database, mailboxes: SqliteMailboxes, after: Aftermath
    ) -> None:
        self._db = db
        self._mailboxes = mailboxes
        self._after = after

    def add_domain(self, domain: Domain, keys: Iterable[SigningKey]) -> None:
        """Add a domain of ours with its signing keys. Raises `Duplicate`."""
        self._db.run("INSERT INTO domain (name) VALUES (?)", (domain.name,))
        self._db.run_each(
            "INSERT INTO signing_key (domain, selector, algorithm, sealed)"
            " VALUES (?, ?, ?, ?)",
            [
                (key.domain.name, key.selector, key.algorithm, key.sealed)
                for key in keys
            ],
        )

    def domains(self) -> list[Domain]:
        """Return our domains in order."""
        rows = self._db.rows("SELECT name FROM domain ORDER BY name")
        return [Domain(name) for (name,) in rows]

    def has_domain(self, domain: Domain) -> bool:
        """Tell whether the domain is ours."""
        sql = "SELECT 1 FROM domain WHERE name = ?"
        return self._db.row(sql, (domain.name,)) is not None

    def signing_keys(self, domain: Domain) -> list[SigningKey]:
        """Return the domain's DKIM keys; none for a foreign domain."""
        rows = self._db.rows(
            "SELECT selector, algorithm, sealed FROM signing_key"
            " WHERE domain = ? ORDER BY selector",
            (domain.name,),
        )
        return [SigningKey(domain, *row) for row in rows]

    def add(self, account: Account) -> None:
        """Add an account. Raises `Duplicate`, or `Missing` for a foreign domain."""
        self._db.run(
            "INSERT INTO account (id, folded, address, domain, public_key, inbox,"
            " junk, scram_salt, created, rejects)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                account.id,
                folded(account.address),
                str(account.address),
                account.address.domain.name,
                account.public_key,
                account.inbox,
                account.junk,
                account.scram_salt,
                account.created,
                account.rejects,
            ),
        )

    def at(self, address: Address) -> Account | None:
        """Return the account of exactly this address; local parts ignore case."""
        row = self._db.row(f"{ACCOUNT} WHERE folded = ?", (folded(address),))
        return _account(row) if row else None

    def get(self, account: AccountId) -> Account | None:
        """Return the account of this id."""
        row = self._db.row(f"{ACCOUNT} WHERE id = ?", (account,))
        return _account(row) if row else None

    def set_rejects(self, account: AccountId, mailbox: MailboxId) -> None:
        """Note where the account finds what was refused. Raises `Missing`."""
        sql = "UPDATE account SET rejects = ? WHERE id = ?"
        if not self._db.run(sql, (mailbox, account)):
            raise Missing

    def all(self) -> list[Account]:
        """Return every account, by address."""
        return [_account(row) for row in self._db.rows(f"{ACCOUNT} ORDER BY folded")]

    def delete(self, account: AccountId) -> None:
        """Destroy the slots and forget the account and all that was its own.

        That is its slots, day keys, mailboxes, letters, usage and spam counts. Queue
        rows of mail already accepted from it stay: they were promised. Events stay
        until they are pruned. Raises `Missing`.
        """
        self._after.shred = True
        self._mailboxes.delete_all(account)
        self._db.run(DELETE_USAGE, (account,))
        self._db.run("DELETE FROM spam_owner WHERE owner = ?", (account,))
        if not self._db.run("DELETE FROM account WHERE id = ?", (account,)):
            raise Missing
        self._lay_slots_anew()

    def put_slot(self, slot: Slot) -> None:
        """Add a slot, or replace the one of the same id. Raises `Missing`."""
        self._after.shred = True  # what it replaces opens the account no more
        old = self._db.row("SELECT 1 FROM slot WHERE id = ?", (slot.id,))
        values = (slot.id, slot.account, slot.kind, slot.scope)
        self._db.run(PUT_SLOT, (*values, slot.name, slot.sealed, slot.created))
        if old:
            self._lay_slots_anew()

    def slots(self, account: AccountId, kind: SlotKind | None = None) -> list[Slot]:
        """Return the account's slots, oldest first."""
        rows = self._db.rows(
            f"{SLOT} WHERE account = ?1 AND (?2 IS NULL OR kind = ?2)"
            " ORDER BY created, number",
            (account, kind),
        )
        return [_slot(row) for row in rows]

    def has_slot(self, slot: SlotId) -> bool:
        """Tell whether there is such a slot."""
        return self._db.row("SELECT 1 FROM slot WHERE id = ?", (slot,)) is not None

    def drop_slot(self, slot: SlotId) -> bool:
        """Destroy a slot; tell whether it was there."""
        self._after.shred = True
        dropped = self._db.run("DELETE FROM slot WHERE id = ?", (slot,)) > 0
        self._lay_slots_anew()
        return dropped

    def _lay_slots_anew(self) -> None:
        """Leave no copy of a slot between the others.

        SQLite overwrites what it deletes, but where it joins two pages it leaves copies
        of what it moved, and one of those may be deleted another day. Pages that are
        given up are overwritten as a whole.
        """
        slots = self._db.rows(EVERY_SLOT)
        self._db.run("DELETE FROM slot")
        self._db.run_each(LAY_SLOT, slots)


_address = lru_cache(maxsize=4096)(parse_address)  # every recipient's is read


def _account(row: Row) -> Account:
    name, address, *rest = row
    return Account(name, _address(address), *rest)


def _slot(row: Row) -> Slot:
    name, account, kind, scope, *rest = row
    return Slot(name, account, SlotKind(kind), Scope(scope), *rest)
