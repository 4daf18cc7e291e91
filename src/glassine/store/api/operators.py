"""The book of operators: who may look, how they prove it, and their sessions."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, Protocol

from glassine.events.facts import OperatorName
from glassine.words.clock import Milliseconds

OperatorId = NewType("OperatorId", bytes)  # 16 random octets
SecretHash = NewType("SecretHash", bytes)  # SHA-256 of a random secret; never of less


class Role(StrEnum):
    """What an operator may do."""

    ADMIN = "admin"  # everything
    SUPPORT = "support"  # read events and traces, and work on the queue
    AUDITOR = "auditor"  # read only, the operators' log too


class TokenScope(StrEnum):
    """What an API token is good for."""

    EVENTS = "events"
    QUEUE = "queue"
    METRICS = "metrics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One who may sign in. The verifier checks a password; it opens nothing."""

    id: OperatorId
    name: OperatorName
    role: Role
    verifier: bytes
    sealed_totp: bytes
    recovery: tuple[SecretHash, ...]
    totp_step: int  # the last time step that was used: none is good twice
    created: Milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSession:
    """A signed-in browser, known by the hash of its secret."""

    hash: SecretHash
    operator: OperatorId
    created: Milliseconds
    used: Milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A token for programs, known by the hash of its secret."""

    hash: SecretHash
    operator: OperatorId
    name: str
    scopes: frozenset[TokenScope]
    created: Milliseconds
    expires: Milliseconds


class Operators(Protocol):
    """Operators, their sessions and their tokens."""

    def add(self, operator: Operator) -> None:
        """Add an operator. Raises `Duplicate` where the name is taken."""

    def named(self, name: OperatorName) -> Operator | None:
        """Return the operator of this name; case counts."""

    def get(self, operator: OperatorId) -> Operator | None:
        """Return the operator of this id."""

    def all(self) -> list[Operator]:
        """Return every operator, by name."""

    def replace(self, operator: Operator) -> None:
        """Keep other facts of the operator of this id. Raises `Missing`."""

    def use_step(self, operator: OperatorId, step: int) -> bool:
        """Use up a TOTP time step; tell whether it was still unused."""

    def use_recovery(self, operator: OperatorId, code: SecretHash) -> bool:
        """Use up a recovery code; tell whether it was there."""

    def delete(self, name: OperatorName) -> bool:
        """Forget one with sessions and tokens; tell whether there was one."""

    def open_session(self, session: WebSession) -> None:
        """Keep a session."""

    def session(self, secret: SecretHash) -> WebSession | None:
        """Return the session of this secret."""

    def used(self, secret: SecretHash, at: Milliseconds) -> None:
        """Note that a session was used."""

    def close_sessions(
        self, *, of: OperatorId | None = None, secret: SecretHash | None = None
    ) -> int:
        """Forget one session, or all of one operator; return how many."""

    def add_token(self, token: ApiToken) -> None:
        """Keep a token. Raises `Duplicate` where its owner has one of the name."""

    def token(self, secret: SecretHash) -> ApiToken | None:
        """Return the token of this secret."""

    def tokens(self, operator: OperatorId) -> list[ApiToken]:
        """Return the operator's tokens, by name."""

    def revoke_token(self, operator: OperatorId, name: str) -> bool:
        """Forget a token; tell whether it was there."""

    def expire(self, sessions: Milliseconds, tokens: Milliseconds) -> int:
        """Forget sessions begun before, and tokens that end before, these moments."""
