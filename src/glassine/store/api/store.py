"""The store: books bound together in transactions.

A store keeps what it cannot read: sealed values come in and go out as bytes. Each
backend passes the one contract suite in `tests/store/contract`.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from glassine.store.api.access_rules import AccessRules
from glassine.store.api.accounts import Accounts
from glassine.store.api.backlog import Backlog
from glassine.store.api.blobs import Blobs, BlobWriter
from glassine.store.api.chain import Chain
from glassine.store.api.correspondents import Correspondents
from glassine.store.api.events import Events
from glassine.store.api.greylist import Greylist
from glassine.store.api.hold_rules import HoldRules
from glassine.store.api.ids import ChangeMark
from glassine.store.api.mailboxes import Mailboxes
from glassine.store.api.operators import Operators
from glassine.store.api.queue import Queue
from glassine.store.api.reputations import Reputations
from glassine.store.api.spam_counts import SpamBook
from glassine.store.api.sts_policies import StsPolicies
from glassine.store.api.suppressions import Suppressions
from glassine.store.api.tls_results import TlsResults
from glassine.store.api.usage import Usage
from glassine.words.clock import Seconds

T = TypeVar("T")


class Books(Protocol):
    """The books, as one transaction sees them."""

    @property
    def accounts(self) -> Accounts: ...
    @property
    def mailboxes(self) -> Mailboxes: ...
    @property
    def queue(self) -> Queue: ...
    @property
    def backlog(self) -> Backlog: ...
    @property
    def hold_rules(self) -> HoldRules: ...
    @property
    def suppressions(self) -> Suppressions: ...
    @property
    def usage(self) -> Usage: ...
    @property
    def sts_policies(self) -> StsPolicies: ...
    @property
    def tls_results(self) -> TlsResults: ...
    @property
    def spam_counts(self) -> SpamBook: ...
    @property
    def access_rules(self) -> AccessRules: ...
    @property
    def greylist(self) -> Greylist: ...
    @property
    def reputations(self) -> Reputations: ...
    @property
    def correspondents(self) -> Correspondents: ...
    @property
    def events(self) -> Events: ...
    @property
    def blobs(self) -> Blobs: ...
    @property
    def chain(self) -> Chain: ...
    @property
    def operators(self) -> Operators: ...


class Store(Protocol):
    """Binds the books together in transactions."""

    async def write(self, work: Callable[[Books], T]) -> T:
        """Run `work` in the next group commit; return its result once on disk.

        What `work` raises undoes what it wrote, and nothing else, and comes out here.
        Raises `Full` or `Unavailable` where the commit itself failed. `work` runs on
        the writer's thread, and again from its start where it shared a commit with one
        that failed: it must touch nothing but the books. One who is cancelled while
        waiting does not learn whether it was done.
        """

    def write_soon(self, work: Callable[[Books], None]) -> None:
        """Run `work` with the next group commit; nobody waits, failures are counted.

        Called on the event loop, as all of these are.
        """

    @property
    def failures(self) -> int:
        """How many works given to `write_soon` failed so far."""

    async def look(self, work: Callable[[Books], T]) -> T:
        """Run a point look-up, at once where the backend can; it sees the newest."""

    async def read(self, work: Callable[[Books], T]) -> T:
        """Run a longer reading off the event loop, on one consistent snapshot."""

    def new_blob(self) -> BlobWriter:
        """Begin a sealed blob."""

    async def changed(self, since: ChangeMark, wait: Seconds) -> ChangeMark:
        """Return the mark as soon as it differs from `since`, or after the wait.

        Commits of every process count. Take the mark, then read: what is committed
        meanwhile shows in the next mark. `NEVER` differs from every mark.
        """

    async def close(self) -> None:
        """Commit what waits and let go of everything."""
