"""API tokens: what stands for an operator where no person signs in."""

from dataclasses import dataclass

from glassine.events.facts import OperatorName
from glassine.flow.operators import OperatorsDesk, SignedOut, hashed
from glassine.flow.viewing.desk import Viewer
from glassine.store.api.operators import (
    ApiToken,
    Operator,
    SecretHash,
    TokenScope,
)
from glassine.store.api.store import Books
from glassine.vault import operator_secrets as secrets
from glassine.words.clock import Milliseconds
from glassine.words.private import Password


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Who a token stands for, and what it is good for."""

    viewer: Viewer
    scopes: frozenset[TokenScope]


def new_token(
    desk: OperatorsDesk,
    operator: Operator,
    name: str,
    scopes: frozenset[TokenScope],
    expires: Milliseconds,
) -> tuple[ApiToken, Password]:
    """Return an API token to keep, and its secret, to be shown once."""
    secret = secrets.new_token(desk.chance)
    token = ApiToken(
        hash=hashed(secret),
        operator=operator.id,
        name=name,
        scopes=scopes,
        created=desk.clock.now(),
        expires=expires,
    )
    return token, secret


async def holder_of(desk: OperatorsDesk, secret: Password) -> TokenHolder:
    """Return who a token stands for. Raises `SignedOut`."""
    key = hashed(secret)
    found = await desk.store.look(lambda books: _of_token(books, key))
    if found is None or found[0].expires <= desk.clock.now():
        raise SignedOut
    token, operator = found
    who = OperatorName(f"{operator.name}/{token.name}")
    return TokenHolder(Viewer(who, operator.role), token.scopes)


def _of_token(books: Books, key: SecretHash) -> tuple[ApiToken, Operator] | None:
    token = books.operators.token(key)
    operator = books.operators.get(token.operator) if token else None
    return (token, operator) if token and operator else None
