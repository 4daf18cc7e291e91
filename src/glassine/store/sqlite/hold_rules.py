"""The book of hold rules: whose mail waits until the operator lets it go."""

from glassine.store.api.hold_rules import Held, HoldBy, HoldRule
from glassine.store.sqlite.database import Database, Row
from glassine.words.public import Domain, parse_address

ADD = "INSERT INTO hold_rule (by, whom, shown, since) VALUES (?, ?, ?, ?)"
HOLD = {
    HoldBy.SENDER: "from_folded = ?",
    HoldBy.DOMAIN: "to_domain = ?",
    HoldBy.ACCOUNT: """lane IN (
        SELECT l.number FROM lane l JOIN sender s ON s.number = l.sender
        WHERE s.account = ?
    )""",
}


class SqliteHoldRules:
    """Rules that `Queue.add` consults."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, rule: HoldRule) -> int:
        """Keep a rule, and hold what waits; return how many rows it holds now.

        Raises `Duplicate`.
        """
        whom = _folded(rule.whom)
        self._db.run(ADD, (rule.by, whom, str(rule.whom), rule.since))
        which = HOLD[rule.by]
        return self._db.run(
            f"""UPDATE queue SET held = 1 WHERE NOT held AND number IN (
                SELECT number FROM queue INDEXED BY queue_seen WHERE {which}
            )""",  # noqa: S608 (literals of this file)
            (whom,),
        )

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
