"""The book of the greylist: who was asked to come again, and who has come."""

from glassine.store.api.greylist import Greyed
from glassine.store.sqlite.database import Database
from glassine.words.clock import Milliseconds

PUT = "INSERT OR REPLACE INTO greylist (digest, first, passed) VALUES (?, ?, ?)"
PRUNE = """
    DELETE FROM greylist WHERE passed < ?2 OR (passed IS NULL AND first < ?1)
"""

CROWD_OUT = """
    DELETE FROM greylist WHERE passed IS NULL AND first < (
        SELECT first FROM greylist WHERE passed IS NULL
        ORDER BY first DESC LIMIT 1 OFFSET ?1 - 1)
"""


class SqliteGreylist:
    """Who was asked to come again."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, digest: bytes, greyed: Greyed) -> None:
        """Keep what is known of one, in place of what was known before."""
        self._db.run(PUT, (digest, greyed.first, greyed.passed))

    def of(self, digest: bytes) -> Greyed | None:
        """Return what is known of one."""
        row = self._db.row(
            "SELECT first, passed FROM greylist WHERE digest = ?", (digest,)
        )
        return Greyed(*row) if row else None

    def prune(self, first: Milliseconds, passed: Milliseconds, most: int) -> int:
        """Forget who last passed, or else first came, before these; return how many.

        Of those who have not come again the newest `most` are kept, so that a flood of
        senders that never do fills no disk.
        """
        return self._db.run(PRUNE, (first, passed)) + self._db.run(CROWD_OUT, (most,))
