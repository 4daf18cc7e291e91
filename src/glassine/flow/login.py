"""The question "who are you?", as everything that needs the answer asks it.

The one who answers holds what opens accounts; the one who asks need not. That is why
this is a Protocol given as an argument: it may be answered in another process.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from glassine.events.facts import Remote
from glassine.store.api.accounts import Account, Scope
from glassine.store.api.ids import SlotId
from glassine.store.api.store import Books
from glassine.vault.open_account import OpenAccount
from glassine.wire.sasl.steps import PasswordGiven, ScramProof
from glassine.words import public
from glassine.words.private import UserName
from glassine.words.public import ConnectionId


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks to come in: its connection, where it is, what it speaks."""

    connection: ConnectionId
    remote: Remote
    protocol: public.Protocol


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who came in. `opened` is None where no mail is to be opened."""

    account: Account
    slot: SlotId  # by which; a login is good as long as its slot is there
    scope: Scope
    opened: OpenAccount | None


def is_revoked(books: Books, entry: Entry) -> bool:
    """Tell whether what somebody came in by was destroyed since."""
    return not books.accounts.has_slot(entry.slot)


class Refusal(Enum):
    """Why somebody did not; the answer to the client is the same for `WRONG`s."""

    WRONG = auto()  # unknown account, wrong password, or the wrong scope
    LIMITED = auto()  # too many failures; not looked at
    UNAVAILABLE = auto()  # the store did not answer


@dataclass(frozen=True, slots=True)
class Salt:
    """What SCRAM sends first. RFC 5802 §5.1"""

    salt: bytes
    iterations: int


@dataclass(frozen=True, slots=True)
class Proven:
    """A SCRAM proof that held, and our signature in return."""

    entry: Entry
    signature: bytes


class Login(Protocol):
    """Answers who somebody is. Every try is an event; failures take longer each."""

    async def by_password(
        self, given: PasswordGiven, client: Client
    ) -> Entry | Refusal:
        """Check a name and a password, or a name and an app secret."""

    async def by_owner(self, given: PasswordGiven, client: Client) -> Entry | Refusal:
        """Check a name and the person's own password; nothing is unlocked by it."""

    async def salt(self, user: UserName) -> Salt:
        """Return the account's salt and count; unknown accounts have some, too.

        Raises `StoreError`.
        """

    async def by_proof(self, given: ScramProof, client: Client) -> Proven | Refusal:
        """Check a SCRAM proof."""
