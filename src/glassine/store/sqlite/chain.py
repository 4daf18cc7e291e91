"""The operator's log as a chain, bound in the transaction that keeps the event.

SQLite lets one transaction write at a time, whichever process it is of; so each row
finds the last one, and two never follow the same.
"""

from glassine.events import chain
from glassine.events.chain import SALT, Link
from glassine.events.record import decoded
from glassine.store.api.chain import Beginning, ChainedRow
from glassine.store.api.ids import AccountId, EventKey
from glassine.store.sqlite.database import Database, Row
from glassine.store.sqlite.event_index import take_out
from glassine.store.sqlite.event_words import facts
from glassine.words.chance import Chance
from glassine.words.clock import Milliseconds

LAST = "SELECT number, at, commitment, hash FROM chain ORDER BY number DESC LIMIT 1"
BIND = """
    INSERT INTO chain (number, at, commitment, hash, salt, event)
    VALUES (?, ?, ?, ?, ?, ?)
"""
ROWS = """
    SELECT c.number, c.at, c.commitment, c.hash, c.salt, e.record
    FROM chain c LEFT JOIN event e ON e.key = c.event
    WHERE c.number > ? ORDER BY c.number LIMIT ?
"""
BOUND = "SELECT 1 FROM chain WHERE event = ?"
BEGINNING = "SELECT number, at, commitment, hash, signature FROM chain_beginning"
FIRST = "SELECT number, at, commitment, hash, event FROM chain ORDER BY number LIMIT ?"
CUT = """
    INSERT OR REPLACE INTO chain_beginning (one, number, at, commitment, hash)
    VALUES (1, ?, ?, ?, ?)
"""
SIGN = "UPDATE chain_beginning SET signature = ? WHERE number = ? AND hash = ?"

READERS = "SELECT account FROM checkpoint_reader ORDER BY account"
READ = "INSERT OR IGNORE INTO checkpoint_reader (account) VALUES (?)"
READ_NO_MORE = "DELETE FROM checkpoint_reader WHERE account = ?"


class SqliteChain:
    """The rows of the operator's log, each bound to the one before it."""

    def __init__(self, db: Database, chance: Chance) -> None:
        self._db = db
        self._chance = chance

    def bind(self, key: EventKey, at: Milliseconds, record: bytes) -> None:
        """Bind the record of an event that was just kept."""
        salt = self._chance(SALT)
        link = chain.next_link(self.last(), at, chain.commitment(salt, record))
        self._db.run(BIND, (*_columns(link), salt, key))

    def rows(self, after: int, limit: int) -> list[ChainedRow]:
        """Return rows above a number, in order."""
        return [
            ChainedRow(Link(*row[:4]), row[4], row[5])
            for row in self._db.rows(ROWS, (after, limit))
        ]

    def is_bound(self, key: EventKey) -> bool:
        """Tell whether an event is in a row."""
        return self._db.row(BOUND, (key,)) is not None

    def last(self) -> Link | None:
        """Return the newest link, pruned or not; None where nobody ever looked."""
        row = self._db.row(LAST) or self._db.row(BEGINNING)
        return Link(*row[:4]) if row else None

    def beginning(self) -> Beginning | None:
        """Return where the chain was cut by pruning; None where it is whole."""
        row = self._db.row(BEGINNING)
        return Beginning(Link(*row[:4]), row[4]) if row else None

    def sign_beginning(self, link: Link, signature: bytes) -> None:
        """Keep the signature, if the chain still begins after this link."""
        self._db.run(SIGN, (signature, link.number, link.hash))

    def set_reader(self, account: AccountId, *, wants: bool) -> None:
        """Have each checkpoint sent to this account's mailbox, or no more."""
        self._db.run(READ if wants else READ_NO_MORE, (account,))

    def readers(self) -> list[AccountId]:
        """Return who wants each checkpoint."""
        return [AccountId(row[0]) for row in self._db.rows(READERS)]

    def prune(self, before: Milliseconds, limit: int) -> int:
        """Remove rows older than this, from the first on, with their events."""
        gone: list[Row] = []
        for row in self._db.rows(FIRST, (limit,)):
            if row[1] >= before:
                break
            gone.append(row)
        for row in gone:
            self._forget(row[4])
        if gone:
            self._db.run(CUT, gone[-1][:4])
            self._db.run("DELETE FROM chain WHERE number <= ?", gone[-1][:1])
        return len(gone)

    def _forget(self, key: EventKey) -> None:
        row = self._db.row("SELECT key, at, record FROM event WHERE key = ?", (key,))
        if row:
            take_out(self._db, [(row[0], row[1], facts(decoded(row[2])))])
            self._db.run("DELETE FROM event WHERE key = ?", (key,))


def _columns(link: Link) -> tuple[int, Milliseconds, bytes, bytes]:
    return link.number, link.at, link.commitment, link.hash
