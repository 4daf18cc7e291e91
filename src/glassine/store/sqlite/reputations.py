"""The book of reputations: what came of mail of before, as counters that fade."""

from collections.abc import Collection, Mapping

from glassine.store.api.reputations import Standing
from glassine.store.sqlite.database import Database
from glassine.words.clock import Milliseconds

THOUSANDTHS = 1000
PUT = "INSERT OR REPLACE INTO reputation (subject, good, bad, at) VALUES (?, ?, ?, ?)"

AMONG = "SELECT subject, good, bad, at FROM reputation WHERE subject IN ({})"


class SqliteReputations:
    """Counters of addresses, networks and domains, each under its own spelling."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, standings: Mapping[str, Standing]) -> None:
        """Keep standings, to the thousandth, in place of those before."""
        rows = [
            (who, round(had.good * THOUSANDTHS), round(had.bad * THOUSANDTHS), had.at)
            for who, had in standings.items()
        ]
        self._db.run_each(PUT, rows)

    def among(self, subjects: Collection[str]) -> dict[str, Standing]:
        """Return the standings of those of whom anything was counted."""
        marks = ", ".join("?" * len(subjects))  # of one, two or three
        rows = self._db.rows(AMONG.format(marks), tuple(subjects))
        return {
            subject: Standing(good / THOUSANDTHS, bad / THOUSANDTHS, at)
            for subject, good, bad, at in rows
        }

    def prune(self, before: Milliseconds) -> int:
        """Forget those of whom nothing was counted since; return how many."""
        return self._db.run("DELETE FROM reputation WHERE at < ?", (before,))
