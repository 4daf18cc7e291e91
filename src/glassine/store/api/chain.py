"""The operator's log as a chain: what proves that none of its rows was changed.

Rows are added by `Events.append`, in the transaction that keeps the event itself; so
nobody can keep one outside the chain. How they are bound is in `docs/chain.md`.
"""

from dataclasses import dataclass
from typing import Protocol

from glassine.events.chain import Link
from glassine.store.api.ids import AccountId, EventKey
from glassine.words.clock import Milliseconds


@dataclass(frozen=True, slots=True)
class ChainedRow:
    """One row as it is kept; the record and its salt may have gone with time."""

    link: Link
    salt: bytes | None  # None once the record has aged
    record: bytes | None


@dataclass(frozen=True, slots=True)
class Beginning:
    """The last row that was pruned, and our signature of it, once there is one."""

    link: Link
    signature: bytes | None


class Chain(Protocol):
    """The rows of the operator's log, each bound to the one before it."""

    def rows(self, after: int, limit: int) -> list[ChainedRow]:
        """Return rows above a number, in order."""

    def is_bound(self, key: EventKey) -> bool:
        """Tell whether an event is in a row."""

    def last(self) -> Link | None:
        """Return the newest link, pruned or not; None where nobody ever looked."""

    def beginning(self) -> Beginning | None:
        """Return where the chain was cut by pruning; None where it is whole."""

    def sign_beginning(self, link: Link, signature: bytes) -> None:
        """Keep the signature, if the chain still begins after this link."""

    def set_reader(self, account: AccountId, *, wants: bool) -> None:
        """Have each checkpoint sent to this account's mailbox, or no more."""

    def readers(self) -> list[AccountId]:
        """Return who wants each checkpoint."""

    def prune(self, before: Milliseconds, limit: int) -> int:
        """Remove rows older than this, from the first on, with their events."""
