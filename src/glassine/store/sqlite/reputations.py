"""The book of reputations: what came of mail of before, as counters that fade."""

from glassine.store.api.reputations import Standing
from glassine.store.sqlite.database import Database
from glassine.words.clock import Milliseconds

THOUSANDTHS = 1000
PUT = "INSERT OR REPLACE INTO reputation (subject, good, bad, at) VALUES (?, ?, ?, ?)"


class SqliteReputations:
    """Counters of addresses, networks and domains, each under its own spelling."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, subject: str, standing: Standing) -> None:
        """Keep a standing, to the thousandth, in place of the one before."""
        good, bad = (round(n * THOUSANDTHS) for n in (standing.good, standing.bad))
        self._db.run(PUT, (subject, good, bad, standing.at))

    def of(self, subject: str) -> Standing | None:
        """Return the standing of one, if anything was counted."""
        row = self._db.row(
            "SELECT good, bad, at FROM reputation WHERE subject = ?", (subject,)
        )
        if row is None:
            return None
        good, bad, at = row
        return Standing(good / THOUSANDTHS, bad / THOUSANDTHS, at)

    def prune(self, before: Milliseconds) -> int:
        """Forget those of whom nothing was counted since; return how many."""
        return self._db.run("DELETE FROM reputation WHERE at < ?", (before,))
