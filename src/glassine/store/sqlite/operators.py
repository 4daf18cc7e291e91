"""The book of operators: who may look, how they prove it, and their sessions."""

from collections.abc import Sequence

from glassine.events.facts import OperatorName
from glassine.store.api.ids import Duplicate, Missing
from glassine.store.api.operators import (
    ApiToken,
    Operator,
    OperatorId,
    Role,
    SecretHash,
    TokenScope,
    WebSession,
)
from glassine.store.sqlite.aftermath import Aftermath
from glassine.store.sqlite.database import Database, Row, Value
from glassine.words.clock import Milliseconds

OPERATOR = """
    SELECT id, name, role, verifier, sealed_totp, totp_step, created FROM operator
"""
ADD = """
    INSERT INTO operator (name, role, verifier, sealed_totp, totp_step, created, id)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""
REPLACE = """
    UPDATE operator SET name = ?, role = ?, verifier = ?, sealed_totp = ?,
    totp_step = max(totp_step, ?), created = ? WHERE id = ?
"""
SESSION = "SELECT hash, operator, created, used FROM web_session WHERE hash = ?"
TOKEN = "SELECT hash, operator, name, scopes, created, expires FROM api_token WHERE "  # noqa: S105 (SQL)


class SqliteOperators:
    """Operators, their sessions and their tokens."""

    def __init__(self, db: Database, after: Aftermath) -> None:
        self._db = db
        self._after = after

    def add(self, operator: Operator) -> None:
        """Add an operator. Raises `Duplicate` where the name is taken."""
        if self.named(operator.name):
            raise Duplicate
        self._db.run(ADD, _columns(operator))
        self._put_recovery(operator)

    def named(self, name: OperatorName) -> Operator | None:
        """Return the operator of this name; case counts."""
        return self._one("name = ?", name)

    def get(self, operator: OperatorId) -> Operator | None:
        """Return the operator of this id."""
        return self._one("id = ?", operator)

    def all(self) -> list[Operator]:
        """Return every operator, by name."""
        return [self._read(row) for row in self._db.rows(f"{OPERATOR} ORDER BY name")]

    def replace(self, operator: Operator) -> None:
        """Keep other facts of the operator of this id. Raises `Missing`."""
        if not self._db.run(REPLACE, _columns(operator)):
            raise Missing
        self._db.run("DELETE FROM operator_recovery WHERE operator = ?", (operator.id,))
        self._put_recovery(operator)
        self._after.shred = True

    def use_step(self, operator: OperatorId, step: int) -> bool:
        """Use up a TOTP time step; tell whether it was still unused."""
        sql = "UPDATE operator SET totp_step = ? WHERE id = ? AND totp_step < ?"
        return bool(self._db.run(sql, (step, operator, step)))

    def use_recovery(self, operator: OperatorId, code: SecretHash) -> bool:
        """Use up a recovery code; tell whether it was there."""
        sql = "DELETE FROM operator_recovery WHERE operator = ? AND hash = ?"
        return bool(self._db.run(sql, (operator, code)))

    def delete(self, name: OperatorName) -> bool:
        """Forget one with sessions and tokens; tell whether there was one."""
        self._after.shred = True
        return bool(self._db.run("DELETE FROM operator WHERE name = ?", (name,)))

    def open_session(self, session: WebSession) -> None:
        """Keep a session."""
        sql = "INSERT INTO web_session (hash, operator, created, used) VALUES (?,?,?,?)"
        values = (session.hash, session.operator, session.created, session.used)
        self._db.run(sql, values)

    def session(self, secret: SecretHash) -> WebSession | None:
        """Return the session of this secret."""
        row = self._db.row(SESSION, (secret,))
        if row is None:
            return None
        return WebSession(hash=row[0], operator=row[1], created=row[2], used=row[3])

    def used(self, secret: SecretHash, at: Milliseconds) -> None:
        """Note that a session was used."""
        self._db.run("UPDATE web_session SET used = ? WHERE hash = ?", (at, secret))

    def close_sessions(
        self, *, of: OperatorId | None = None, secret: SecretHash | None = None
    ) -> int:
        """Forget one session, or all of one operator; return how many."""
        sql = "DELETE FROM web_session WHERE operator = ? OR hash = ?"
        return self._db.run(sql, (of, secret))

    def add_token(self, token: ApiToken) -> None:
        """Keep a token. Raises `Duplicate` where its owner has one of the name."""
        sql = """
            INSERT INTO api_token (hash, operator, name, scopes, created, expires)
            VALUES (?, ?, ?, ?, ?, ?)
        """
        scopes = " ".join(sorted(token.scopes))
        when = (token.created, token.expires)
        self._db.run(sql, (token.hash, token.operator, token.name, scopes, *when))

    def token(self, secret: SecretHash) -> ApiToken | None:
        """Return the token of this secret."""
        row = self._db.row(f"{TOKEN} hash = ?", (secret,))
        return _token(row) if row else None

    def tokens(self, operator: OperatorId) -> list[ApiToken]:
        """Return the operator's tokens, by name."""
        sql = f"{TOKEN} operator = ? ORDER BY name"
        return [_token(row) for row in self._db.rows(sql, (operator,))]

    def revoke_token(self, operator: OperatorId, name: str) -> bool:
        """Forget a token; tell whether it was there."""
        sql = "DELETE FROM api_token WHERE operator = ? AND name = ?"
        return bool(self._db.run(sql, (operator, name)))

    def expire(self, sessions: Milliseconds, tokens: Milliseconds) -> int:
        """Forget sessions begun before, and tokens that end before, these moments."""
        gone = self._db.run("DELETE FROM web_session WHERE created < ?", (sessions,))
        return gone + self._db.run("DELETE FROM api_token WHERE expires < ?", (tokens,))

    def _one(self, where: str, value: Value) -> Operator | None:
        row = self._db.row(f"{OPERATOR} WHERE {where}", (value,))
        return self._read(row) if row else None

    def _read(self, row: Row) -> Operator:
        sql = "SELECT hash FROM operator_recovery WHERE operator = ? ORDER BY hash"
        codes = self._db.rows(sql, row[:1])
        return Operator(
            id=row[0],
            name=row[1],
            role=Role(row[2]),
            verifier=row[3],
            sealed_totp=row[4],
            recovery=tuple(SecretHash(code) for (code,) in codes),
            totp_step=row[5],
            created=row[6],
        )

    def _put_recovery(self, operator: Operator) -> None:
        sql = "INSERT INTO operator_recovery (operator, hash) VALUES (?, ?)"
        self._db.run_each(sql, [(operator.id, code) for code in operator.recovery])


def _columns(operator: Operator) -> Sequence[Value]:
    return (
        operator.name,
        operator.role,
        operator.verifier,
        operator.sealed_totp,
        operator.totp_step,
        operator.created,
        operator.id,
    )


def _token(row: Row) -> ApiToken:
    return ApiToken(
        hash=row[0],
        operator=row[1],
        name=row[2],
        scopes=frozenset(TokenScope(scope) for scope in row[3].split()),
        created=row[4],
        expires=row[5],
    )
