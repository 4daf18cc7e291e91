"""The book of accounts: domains, accounts, and the slots that open them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from glassine.store.api.ids import AccountId, MailboxId, SlotId
from glassine.words.clock import Milliseconds
from glassine.words.public import Address, Domain


class SlotKind(StrEnum):
    """What opens a key slot."""

    PASSWORD = "password"  # noqa: S105 (a kind of slot)
    APP = "app"
    RECOVERY = "recovery"
    SCRAM = "scram"


class Scope(StrEnum):
    """What a credential is good for."""

    ALL = "all"
    SMTP = "smtp"
    IMAP = "imap"


@dataclass(frozen=True, slots=True)
class Account:
    """An account. One that only sends has no public key and no mailboxes."""

    id: AccountId
    address: Address
    public_key: bytes | None
    inbox: MailboxId | None
    junk: MailboxId | None
    scram_salt: bytes
    created: Milliseconds
    rejects: MailboxId | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One way into an account: a verifier and, unless smtp-only, the wrapped key."""

    id: SlotId
    account: AccountId
    kind: SlotKind
    scope: Scope
    name: str  # what the owner calls it: shown to owner and operator
    sealed: bytes
    created: Milliseconds


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A domain's DKIM key, its private half sealed under the server key."""

    domain: Domain
    selector: str
    algorithm: str  # rsa-sha256 or ed25519-sha256
    sealed: bytes


class Accounts(Protocol):
    """Domains, accounts, and the slots that open them."""

    def add_domain(self, domain: Domain, keys: Iterable[SigningKey]) -> None:
        """Add a domain of ours with its signing keys. Raises `Duplicate`."""

    def domains(self) -> list[Domain]:
        """Return our domains in order."""

    def has_domain(self, domain: Domain) -> bool:
        """Tell whether the domain is ours."""

    def signing_keys(self, domain: Domain) -> list[SigningKey]:
        """Return the domain's DKIM keys; none for a foreign domain."""

    def add(self, account: Account) -> None:
        """Add an account. Raises `Duplicate`, or `Missing` for a foreign domain."""

    def at(self, address: Address) -> Account | None:
        """Return the account of exactly this address; local parts ignore case."""

    def get(self, account: AccountId) -> Account | None:
        """Return the account of this id."""

    def set_rejects(self, account: AccountId, mailbox: MailboxId) -> None:
        """Note where the account finds what was refused. Raises `Missing`."""

    def all(self) -> list[Account]:
        """Return every account, by address."""

    def delete(self, account: AccountId) -> None:
        """Destroy the slots and forget the account and all that was its own.

        That is its slots, day keys, mailboxes, letters, usage and spam counts. Queue
        rows of mail already accepted from it stay: they were promised. Events stay
        until they are pruned. Raises `Missing`.
        """

    def put_slot(self, slot: Slot) -> None:
        """Add a slot, or replace the one of the same id. Raises `Missing`."""

    def slots(self, account: AccountId, kind: SlotKind | None = None) -> list[Slot]:
        """Return the account's slots, oldest first."""

    def has_slot(self, slot: SlotId) -> bool:
        """Tell whether there is such a slot."""

    def drop_slot(self, slot: SlotId) -> bool:
        """Destroy a slot; tell whether it was there."""
