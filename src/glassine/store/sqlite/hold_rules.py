"""The book of hold rules: whose mail waits until the operator lets it go."""

from glassine.store.api.hold_rules import Held, HoldBy, HoldRule
from glassine.store.sqlite.database import Database, Row
from glassine.words.public import Domain, parse_address

ADD = "INSERT INTO hold_rule (by, whom, shown, since) VALUES (?, ?, ?, ?)"


class SqliteHoldRules:
    """Rules that `Queue.add` consults."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, rule: HoldRule) -> None:
        """Keep a rule for rows to come. Raises `Duplicate`."""
        shown = str(rule.whom)
        self._db.run(ADD, (rule.by, _folded(rule.whom), shown, rule.since))

    def remove(self, by: HoldBy, whom: Held) -> bool:
        """Forget a rule; tell whether it was there. What is held stays held."""
        gone = "DELETE FROM hold_rule WHERE by = ? AND whom = ?"
        return self._db.run(gone, (by, _folded(whom))) > 0

    def all(self) -> list[HoldRule]:
        """Return the rules, oldest first."""
        return [
            _rule(row)
            for row in self._db.rows(
                "SELECT by, shown, since FROM hold_rule ORDER BY number"
            )
        ]


def _folded(whom: Held) -> str:
    return str(whom).casefold()


def _rule(row: Row) -> HoldRule:
    by, shown, since = row
    whom = Domain(shown) if by == HoldBy.DOMAIN else parse_address(shown)
    return HoldRule(HoldBy(by), whom, since)
