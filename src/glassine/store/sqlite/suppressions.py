"""The book of suppressions: addresses that are sent nothing more, and why."""

from glassine.store.api.suppressions import SuppressedBy, Suppression
from glassine.store.sqlite.database import Database, Row
from glassine.store.sqlite.queue_columns import enhanced_code
from glassine.store.sqlite.spelling import folded, folded_if
from glassine.words.clock import Milliseconds
from glassine.words.public import Address, Domain, parse_address

COLUMNS = "address, since, by, code, enhanced, answer, expires"
PUT = f"""
    INSERT OR REPLACE INTO suppression ({COLUMNS}, folded, domain)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""  # noqa: S608 (columns above)
OF = f"""
    SELECT {COLUMNS} FROM suppression
    WHERE folded = ? AND (expires IS NULL OR expires > ?)
"""  # noqa: S608 (columns above)
FIND = f"""
    SELECT {COLUMNS} FROM suppression WHERE folded > ? ORDER BY folded LIMIT ?
"""  # noqa: S608 (columns above)
FIND_IN = f"""
    SELECT {COLUMNS} FROM suppression WHERE domain = ? AND folded > ?
    ORDER BY folded LIMIT ?
"""  # noqa: S608 (columns above)


class SqliteSuppressions:
    """Addresses that are sent nothing more. They ignore case."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, suppression: Suppression) -> None:
        """Suppress an address, in place of what was known of it before."""
        self._db.run(PUT, _row(suppression))

    def of(self, address: Address, now: Milliseconds) -> Suppression | None:
        """Return why an address is suppressed at this moment, if it is."""
        row = self._db.row(OF, (folded(address), now))
        return _suppression(row) if row else None

    def remove(self, address: Address) -> bool:
        """Let an address have mail again; tell whether it was suppressed."""
        gone = "DELETE FROM suppression WHERE folded = ?"
        return self._db.run(gone, (folded(address),)) > 0

    def find(
        self, limit: int, domain: Domain | None = None, after: Address | None = None
    ) -> list[Suppression]:
        """Return suppressions, all or of one domain, in the order of addresses."""
        above = folded_if(after) or ""
        if domain is None:
            rows = self._db.rows(FIND, (above, limit))
        else:
            rows = self._db.rows(FIND_IN, (domain.name, above, limit))
        return [_suppression(row) for row in rows]

    def prune(self, now: Milliseconds) -> int:
        """Forget those that have expired; return how many."""
        return self._db.run("DELETE FROM suppression WHERE expires <= ?", (now,))


def _row(suppression: Suppression) -> Row:
    enhanced = suppression.enhanced
    return (
        str(suppression.address),
        suppression.since,
        suppression.by,
        suppression.code,
        enhanced and str(enhanced),
        suppression.answer,
        suppression.expires,
        folded(suppression.address),
        suppression.address.domain.name,
    )


def _suppression(row: Row) -> Suppression:
    address, since, by, code, enhanced, answer, expires = row
    return Suppression(
        address=parse_address(address),
        since=since,
        by=SuppressedBy(by),
        code=code,
        enhanced=enhanced_code(enhanced),
        answer=answer,
        expires=expires,
    )
