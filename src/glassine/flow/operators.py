"""Operators: how they prove who they are, and what stands for it afterwards.

A password and a code of six digits that is good once; then a random session id or
token, of which only a hash is kept. The names of the house stay out of the answers:
whatever is wrong, the answer is one and takes as long.
"""

import os
from dataclasses import dataclass, replace
from hashlib import sha256

from glassine.events.facts import Action, FilterText, OperatorName
from glassine.events.milestones import Operated
from glassine.flow.attempts import Attempts
from glassine.flow.spelling import fit, typed
from glassine.flow.viewing.desk import Viewer
from glassine.flow.viewing.witness import keep
from glassine.store.api.operators import (
    ApiToken,
    Operator,
    OperatorId,
    Role,
    SecretHash,
    TokenScope,
    WebSession,
)
from glassine.store.api.store import Books, Store
from glassine.vault import operator_secrets as secrets
from glassine.vault.operator_secrets import Cost
from glassine.vault.server_key import ServerKey
from glassine.words.chance import Chance
from glassine.words.clock import Clock, Milliseconds
from glassine.words.private import Password
from glassine.words.public import IpAddress

HOUR = 3_600_000  # milliseconds
IDLE = HOUR
ABSOLUTE = 12 * HOUR
UNKNOWN = OperatorName("")  # a name that is none is not kept: it may be a password
USED_EVERY = 60_000  # so that not every page writes


class WrongSignIn(Exception):
    """Name, password or code is wrong; nobody is told which."""


class TooManyTries(Exception):
    """Guessing is slow: not looked at."""


class SignedOut(Exception):
    """There is no such session or token, or it has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorsDesk:
    """What the verbs of this module work at."""

    store: Store
    clock: Clock
    server_key: ServerKey
    attempts: Attempts
    cost: Cost
    chance: Chance = os.urandom


@dataclass(frozen=True, slots=True)
class NewOperator:
    """What is shown once: the address for a TOTP app, and the recovery codes."""

    operator: Operator
    totp_uri: Password
    recovery: tuple[Password, ...]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session as it was opened: its secret goes into a cookie, and nowhere else."""

    secret: Password
    viewer: Viewer
    ends: Milliseconds


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Who a token stands for, and what it is good for."""

    viewer: Viewer
    scopes: frozenset[TokenScope]


def new_operator(
    desk: OperatorsDesk, name: OperatorName, password: Password, role: Role
) -> NewOperator:
    """Return an operator to keep, with what is shown once. Raises `UnfitPassword`."""
    totp, codes = secrets.new_totp(desk.chance), secrets.new_codes(desk.chance)
    who = OperatorId(desk.chance(16))
    operator = Operator(
        id=who,
        name=name,
        role=role,
        verifier=secrets.verifier(fit(password), who, desk.cost, desk.chance),
        sealed_totp=desk.server_key.seal_totp(totp, who),
        recovery=tuple(hashed(code) for code in codes),
        totp_step=0,
        created=desk.clock.now(),
    )
    return NewOperator(operator, secrets.totp_uri(totp, name), codes)


def new_totp(desk: OperatorsDesk, operator: Operator) -> NewOperator:
    """Return the operator with another TOTP secret and other recovery codes."""
    totp, codes = secrets.new_totp(desk.chance), secrets.new_codes(desk.chance)
    changed = replace(
        operator,
        sealed_totp=desk.server_key.seal_totp(totp, operator.id),
        recovery=tuple(hashed(code) for code in codes),
    )
    return NewOperator(changed, secrets.totp_uri(totp, operator.name), codes)


def new_password(
    desk: OperatorsDesk, operator: Operator, password: Password
) -> Operator:
    """Return the operator with another password. Raises `UnfitPassword`."""
    made = secrets.verifier(fit(password), operator.id, desk.cost, desk.chance)
    return replace(operator, verifier=made)


async def sign_in(
    desk: OperatorsDesk, name: str, password: Password, code: str, ip: IpAddress
) -> SignedIn:
    """Open a session for a name, a password and a TOTP or recovery code.

    Raises `WrongSignIn`, `TooManyTries`. It runs Argon2: call it where that may take
    its time.
    """
    source = b"operator " + sha256(name.encode("utf-8", "replace")).digest()
    if desk.attempts.too_many(ip, source):
        raise TooManyTries
    operator = await desk.store.look(
        lambda books: books.operators.named(OperatorName(name))
    )
    right = await secrets.is_right(
        operator.verifier if operator else None,
        operator.id if operator else b"",
        typed(password),
        desk.cost,
    )
    if operator is None or not right or not await _use(desk, operator, code):
        desk.attempts.failed(ip, source)
        who = operator.name if operator else UNKNOWN
        event = _came(desk, who, Action.SIGN_IN_FAILED, ip)
        await desk.store.write(lambda books: keep(books, event))
        raise WrongSignIn
    desk.attempts.succeeded(source)
    return await _open(desk, operator, ip)


async def who_is(desk: OperatorsDesk, secret: Password) -> Viewer:
    """Return whose session it is. Raises `SignedOut`."""
    now, key = desk.clock.now(), hashed(secret)
    found = await desk.store.look(lambda books: _of_session(books, key))
    if found is None or _has_ended(found[0], now):
        raise SignedOut
    session, operator = found
    if now - session.used > USED_EVERY:
        desk.store.write_soon(lambda books: books.operators.used(key, now))
    return Viewer(operator.name, operator.role)


async def sign_out(desk: OperatorsDesk, secret: Password) -> None:
    """Forget the session."""
    key, now = hashed(secret), desk.clock.now()

    def work(books: Books) -> None:
        found = _of_session(books, key)
        if found and books.operators.close_sessions(secret=key):
            who = found[1].name
            said = FilterText("")
            keep(books, Operated(at=now, who=who, action=Action.SIGN_OUT, filter=said))

    await desk.store.write(work)


async def sign_out_everywhere(desk: OperatorsDesk, name: OperatorName) -> int:
    """Forget all sessions of an operator; return how many there were."""

    def work(books: Books) -> int:
        operator = books.operators.named(name)
        return books.operators.close_sessions(of=operator.id) if operator else 0

    return await desk.store.write(work)


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


def hashed(secret: Password) -> SecretHash:
    """Return what is kept of a random secret; a password is never kept so."""
    return SecretHash(secrets.fingerprint(secret))


async def _use(desk: OperatorsDesk, operator: Operator, code: str) -> bool:
    """Use up a code: a time step or a recovery code is good once."""
    totp = desk.server_key.open_totp(operator.sealed_totp, operator.id)
    step = secrets.totp_step(totp, code, desk.clock.now())
    if step is not None:
        return await desk.store.write(
            lambda books: books.operators.use_step(operator.id, step)
        )
    key = hashed(Password(secrets.plain_code(code)))
    return await desk.store.write(
        lambda books: books.operators.use_recovery(operator.id, key)
    )


async def _open(desk: OperatorsDesk, operator: Operator, ip: IpAddress) -> SignedIn:
    """Open the session and keep that it was opened, in one transaction."""
    secret, now = secrets.new_session(desk.chance), desk.clock.now()
    session = WebSession(
        hash=hashed(secret), operator=operator.id, created=now, used=now
    )

    event = _came(desk, operator.name, Action.SIGN_IN, ip)

    def work(books: Books) -> None:
        books.operators.expire(Milliseconds(now - ABSOLUTE), now)
        books.operators.open_session(session)
        keep(books, event)

    await desk.store.write(work)
    viewer = Viewer(operator.name, operator.role)
    return SignedIn(secret, viewer, Milliseconds(now + ABSOLUTE))


def _came(
    desk: OperatorsDesk, who: OperatorName, action: Action, ip: IpAddress
) -> Operated:
    said = FilterText(f"ip={ip}")
    return Operated(at=desk.clock.now(), who=who, action=action, filter=said)


def _has_ended(session: WebSession, now: Milliseconds) -> bool:
    return now - session.used > IDLE or now - session.created > ABSOLUTE


def _of_session(books: Books, key: SecretHash) -> tuple[WebSession, Operator] | None:
    session = books.operators.session(key)
    operator = books.operators.get(session.operator) if session else None
    return (session, operator) if session and operator else None


def _of_token(books: Books, key: SecretHash) -> tuple[ApiToken, Operator] | None:
    token = books.operators.token(key)
    operator = books.operators.get(token.operator) if token else None
    return (token, operator) if token and operator else None
