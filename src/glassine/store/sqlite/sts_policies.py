"""The book of MTA-STS policies: what other domains have said of TLS. RFC 8461 §5.1"""

from glassine.store.api.sts_policies import StsPolicy
from glassine.store.sqlite.database import Database, Row
from glassine.words.clock import Milliseconds
from glassine.words.public import Domain

COLUMNS = "domain, id, text, fetched, expires"
PUT = f"INSERT OR REPLACE INTO sts_policy ({COLUMNS}) VALUES (?, ?, ?, ?, ?)"  # noqa: S608 (columns above)
OF = f"SELECT {COLUMNS} FROM sts_policy WHERE domain = ? AND expires > ?"  # noqa: S608 (columns above)


class SqliteStsPolicies:
    """Policies of other domains, until they expire."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, domain: Domain, now: Milliseconds) -> StsPolicy | None:
        """Return the domain's policy, if one is known that has not expired."""
        row = self._db.row(OF, (domain.name, now))
        return _policy(row) if row else None

    def put(self, policy: StsPolicy) -> None:
        """Keep a policy in place of the one before."""
        terms = policy.id, policy.text, policy.fetched, policy.expires
        self._db.run(PUT, (policy.domain.name, *terms))

    def prune(self, now: Milliseconds) -> int:
        """Forget those that have expired; return how many."""
        return self._db.run("DELETE FROM sts_policy WHERE expires <= ?", (now,))


def _policy(row: Row) -> StsPolicy:
    domain, name, text, fetched, expires = row
    return StsPolicy(
        domain=Domain(domain), id=name, text=text, fetched=fetched, expires=expires
    )
