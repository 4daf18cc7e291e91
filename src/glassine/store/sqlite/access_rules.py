"""The book of access rules: the lists that operators keep by hand."""

import json
from collections.abc import Sequence

from glassine.store.sqlite.database import Database, Row
from glassine.words.access import (
    AccessAction,
    AccessBy,
    AccessRule,
    Match,
    OperatorText,
    parse_match,
)
from glassine.words.clock import Milliseconds

COLUMNS = "by, what, action, reason, until"
PUT = """
    INSERT OR REPLACE INTO access_rule (key, by, what, action, reason, until)
    VALUES (?, ?, ?, ?, ?, ?)
"""
AMONG = f"""
    SELECT {COLUMNS} FROM access_rule
    WHERE by = ? AND key IN (SELECT value FROM json_each(?))
    AND (until IS NULL OR until > ?)
"""  # noqa: S608 (columns above)
ALL = f"SELECT {COLUMNS} FROM access_rule ORDER BY by, key"  # noqa: S608 (likewise)


class SqliteAccessRules:
    """Who is let in whatever is found, and who is not: one rule a match."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, rule: AccessRule) -> None:
        """Keep a rule, in place of the one of the same match."""
        match = rule.match
        what = (match.key, match.by, str(match.what))
        self._db.run(PUT, (*what, rule.action, rule.reason, rule.until))

    def remove(self, match: Match) -> bool:
        """Forget the rule of a match; tell whether there was one."""
        gone = "DELETE FROM access_rule WHERE by = ? AND key = ?"
        return self._db.run(gone, (match.by, match.key)) > 0

    def among(
        self, by: AccessBy, keys: Sequence[str], now: Milliseconds
    ) -> list[AccessRule]:
        """Return the rules that hold now, of those whose match has one of the keys."""
        return [_rule(row) for row in self._db.rows(AMONG, (by, json.dumps(keys), now))]

    def all(self) -> list[AccessRule]:
        """Return every rule, by what it looks at; also those whose time is over."""
        return [_rule(row) for row in self._db.rows(ALL)]

    def prune(self, now: Milliseconds) -> int:
        """Forget those whose time is over; return how many."""
        return self._db.run("DELETE FROM access_rule WHERE until <= ?", (now,))


def _rule(row: Row) -> AccessRule:
    by, what, action, reason, until = row
    return AccessRule(
        match=parse_match(AccessBy(by), what),
        action=AccessAction(action),
        reason=None if reason is None else OperatorText(reason),
        until=until,
    )
