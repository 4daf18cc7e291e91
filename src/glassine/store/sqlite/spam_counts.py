"""The book of spam counts: in how many letters each token was, ham and spam."""

from collections.abc import Sequence
from functools import partial

from glassine.store.api.spam_counts import HOUSE, Kind, Learnt, SpamCounts
from glassine.store.sqlite.database import Database
from glassine.store.sqlite.spam_memory import Counts, SpamMemory
from glassine.words.clock import Milliseconds

DAY = 86_400_000  # milliseconds
OWNER = "SELECT number, ham, spam, changes FROM spam_owner WHERE owner = ?"
TOKENS = """
    SELECT token, ham, spam FROM json_each(?2) CROSS JOIN spam_token
    ON owner = ?1 AND token = value
"""
LEARN_LETTER = """
    INSERT INTO spam_owner (owner, ham, spam) VALUES (?1, ?2, ?3)
    ON CONFLICT DO UPDATE
    SET ham = ham + ?2, spam = spam + ?3, changes = changes + 1
"""
LEARN = """
    INSERT INTO spam_token (owner, token, ham, spam, day)
    SELECT ?1, value, ?3, ?4, ?5 FROM json_each(?2) WHERE true
    ON CONFLICT DO UPDATE SET ham = ham + ?3, spam = spam + ?4, day = ?5
"""
UNLEARN_LETTER = """
    UPDATE spam_owner
    SET ham = max(ham - ?2, 0), spam = max(spam - ?3, 0), changes = changes + 1
    WHERE number = ?1
"""
UNLEARN = """
    UPDATE spam_token SET ham = max(ham - ?3, 0), spam = max(spam - ?4, 0)
    WHERE owner = ?1 AND token IN (SELECT value FROM json_each(?2))
"""
DROP_EMPTY = """
    DELETE FROM spam_token WHERE owner = ?1 AND ham = 0 AND spam = 0
    AND token IN (SELECT value FROM json_each(?2))
"""
WHOSE_TURN = "SELECT number FROM spam_owner WHERE pruned < ? ORDER BY pruned LIMIT 1"
HAD_TURN = """
    UPDATE spam_owner SET pruned = ?2, changes = changes + 1 WHERE number = ?1
"""
PRUNE = "DELETE FROM spam_token WHERE owner = ? AND ham + spam <= 1 AND day <= ?"
COUNT = "SELECT count(*) FROM spam_token WHERE owner = ?"
PRUNE_OLDEST = """
    DELETE FROM spam_token WHERE owner = ?1 AND token IN (
        SELECT token FROM spam_token WHERE owner = ?1
        ORDER BY day, ham + spam, token LIMIT ?2)
"""


class SqliteSpamCounts:
    """Counts of tokens by owner."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._of_house = SpamMemory()

    def of(self, owner: bytes, tokens: Sequence[int]) -> SpamCounts:
        """Return what an owner knows of these tokens; a quick look-up."""
        known = self._db.row(OWNER, (owner,))
        if known is None:
            return SpamCounts(0, 0, {})
        number, ham, spam, state = known
        # A number of a deleted account may be another's; what is not committed may
        # never be.
        if owner != HOUSE or self._db.in_transaction:
            return SpamCounts(ham, spam, self._look_up(number, tokens))
        look_up = partial(self._look_up, number)
        return SpamCounts(ham, spam, self._of_house.of(state, tokens, look_up))

    def _look_up(self, number: int, tokens: Sequence[int]) -> dict[int, Counts]:
        rows = self._db.rows(TOKENS, (number, _listed(tokens)))
        return {token: (ham, spam) for token, ham, spam in rows}

    def learn(
        self, owner: bytes, tokens: Sequence[int], kind: Kind, at: Milliseconds
    ) -> None:
        """Count a letter of this kind, and its tokens, each once."""
        one = _one(kind)
        self._db.run(LEARN_LETTER, (owner, *one))
        number = self._number(owner)
        self._db.run(LEARN, (number, _listed(tokens), *one, at // DAY))

    def unlearn(self, owner: bytes, tokens: Sequence[int], kind: Kind) -> None:
        """Take a letter back; nothing goes below zero."""
        number = self._number(owner)
        if number is None:
            return
        one, listed = _one(kind), _listed(tokens)
        self._db.run(UNLEARN_LETTER, (number, *one))
        self._db.run(UNLEARN, (number, listed, *one))
        self._db.run(DROP_EMPTY, (number, listed))

    def has_learnt(self, owner: bytes) -> bool:
        """Tell whether anybody ever taught this owner; a quick look-up."""
        return self._number(owner) is not None

    def learnt(self, owner: bytes) -> Learnt:
        """Return how much an owner has learnt."""
        known = self._db.row(OWNER, (owner,))
        if known is None:
            return Learnt(0, 0, 0)
        number, ham, spam, _ = known
        ((tokens,),) = self._db.rows(COUNT, (number,))
        return Learnt(ham, spam, tokens)

    def prune(self, now: Milliseconds, kept: int, most: int) -> bool:
        """Let one owner forget tokens that came once, `kept` days ago or more.

        Where more than `most` are left, those seen longest ago go too. Each owner has
        a turn a day; False where all have had theirs.
        """
        today = now // DAY
        found = self._db.row(WHOSE_TURN, (today,))
        if found is None:
            return False
        (owner,) = found
        self._db.run(HAD_TURN, (owner, today))
        self._db.run(PRUNE, (owner, today - kept))
        ((tokens,),) = self._db.rows(COUNT, (owner,))
        if tokens > most:
            self._db.run(PRUNE_OLDEST, (owner, tokens - most))
        return True

    def _number(self, owner: bytes) -> int | None:
        known = self._db.row(OWNER, (owner,))
        return known[0] if known else None


def _one(kind: Kind) -> tuple[int, int]:
    return (1, 0) if kind is Kind.HAM else (0, 1)


def _listed(tokens: Sequence[int]) -> str:
    return str(list(tokens))  # which is JSON, and quicker
