"""The book of correspondents: to whom each account has written, as keyed digests."""

from collections.abc import Iterable
from typing import Protocol

from glassine.store.api.ids import AccountId
from glassine.store.api.tls_results import Day


class Correspondents(Protocol):
    """To whom accounts have written, and on which day last."""

    def wrote(self, account: AccountId, digests: Iterable[bytes], day: Day) -> None:
        """Keep that the account writes to these on this day. Raises `Missing`."""

    def is_known(self, account: AccountId, digest: bytes) -> bool:
        """Tell whether the account has written there."""

    def prune(self, before: Day) -> int:
        """Forget those last written to before a day; return how many."""
