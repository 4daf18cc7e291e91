"""The book of correspondents: to whom each account has written, as keyed digests."""

from collections.abc import Iterable

from glassine.store.api.ids import AccountId
from glassine.store.api.tls_results import Day
from glassine.store.sqlite.database import Database

WROTE = "INSERT OR REPLACE INTO correspondent (account, digest, day) VALUES (?, ?, ?)"
IS_KNOWN = "SELECT 1 FROM correspondent WHERE account = ? AND digest = ?"


class SqliteCorrespondents:
    """To whom accounts have written, and on which day last."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def wrote(self, account: AccountId, digests: Iterable[bytes], day: Day) -> None:
        """Keep that the account writes to these on this day. Raises `Missing`."""
        self._db.run_each(WROTE, [(account, digest, day) for digest in digests])

    def is_known(self, account: AccountId, digest: bytes) -> bool:
        """Tell whether the account has written there."""
        return self._db.row(IS_KNOWN, (account, digest)) is not None

    def prune(self, before: Day) -> int:
        """Forget those last written to before a day; return how many."""
        return self._db.run("DELETE FROM correspondent WHERE day < ?", (before,))
