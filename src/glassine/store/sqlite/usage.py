"""The book of usage: how much each account sends, in buckets of an hour."""

from glassine.store.api.usage import HOUR, Used
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.spelling import folded
from glassine.words.clock import Milliseconds
from glassine.words.public import Address

COUNT = """
    INSERT INTO usage (account, hour, messages, recipients) VALUES (?1, ?2, 1, ?3)
    ON CONFLICT DO UPDATE SET messages = messages + 1, recipients = recipients + ?3
"""
USED = """
    SELECT ifnull(sum(messages), 0), ifnull(sum(recipients), 0) FROM usage
    WHERE account = ? AND hour >= ?
"""


class SqliteUsage:
    """What accounts have sent. Counted in the transaction that takes the message."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def count(self, account: Address, at: Milliseconds, recipients: int) -> None:
        """Count one message more, to so many recipients."""
        self._db.run(COUNT, (folded(account), at // HOUR, recipients))

    def used(self, account: Address, since: Milliseconds) -> Used:
        """Return what it sent since the beginning of the hour of that moment."""
        ((messages, recipients),) = self._db.rows(
            USED, (folded(account), since // HOUR)
        )
        return Used(messages, recipients)

    def prune(self, before: Milliseconds) -> int:
        """Forget the hours that ended before a moment; return how many rows."""
        return self._db.run("DELETE FROM usage WHERE hour < ?", (before // HOUR,))
