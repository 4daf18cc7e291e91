"""The book of reputations: what came of mail of before, as counters that fade."""

import json
from collections.abc import Collection

from glassine.store.api.reputations import Standing
from glassine.store.sqlite.database import Database
from glassine.words.clock import Milliseconds

THOUSANDTHS = 1000
PUT = "INSERT OR REPLACE INTO reputation (subject, good, bad, at) VALUES (?, ?, ?, ?)"

AMONG = """
    SELECT subject, good, bad, at FROM json_each(?) CROSS JOIN reputation
    ON subject = value
"""


class SqliteReputations:
    """Counters of addresses, networks and domains, each under its own spelling."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, subject: str, standing: Standing) -> None:
        """Keep a standing, to the thousandth, in place of the one before."""
        good, bad = (round(n * THOUSANDTHS) for n in (standing.good, standing.bad))
        self._db.run(PUT, (subject, good, bad, standing.at))

    def among(self, subjects: Collection[str]) -> dict[str, Standing]:
        """Return the standings of those of whom anything was counted."""
        rows = self._db.rows(AMONG, (json.dumps(list(subjects)),))
        return {
            subject: Standing(good / THOUSANDTHS, bad / THOUSANDTHS, at)
            for subject, good, bad, at in rows
        }

    def prune(self, before: Milliseconds) -> int:
        """Forget those of whom nothing was counted since; return how many."""
        return self._db.run("DELETE FROM reputation WHERE at < ?", (before,))
