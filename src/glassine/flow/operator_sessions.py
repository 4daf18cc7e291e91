"""How operators prove who they are, and the session that stands for it afterwards.

A password and a code that is good once open it; of its random id only a hash is kept.
The names of the house stay out of the answers: whatever is wrong, the answer is one
and takes as long.
"""

from dataclasses import dataclass
from hashlib import sha256

from glassine.events.facts import Action, FilterText, OperatorName
from glassine.events.milestones import Operated
from glassine.flow.operators import OperatorsDesk, SignedOut, hashed
from glassine.flow.spelling import typed
from glassine.flow.viewing.desk import Viewer
from glassine.flow.viewing.witness import keep
from glassine.store.api.operators import (
    Operator,
    OperatorId,
    SecretHash,
    WebSession,
)
from glassine.store.api.store import Books
from glassine.vault import operator_secrets as secrets
from glassine.words.clock import Milliseconds
from glassine.words.private import Password
from glassine.words.public import IpAddress

HOUR = 3_600_000  # milliseconds
IDLE = HOUR
ABSOLUTE = 12 * HOUR
UNKNOWN = OperatorName("")  # a name that is none is not kept: it may be a password
_NOBODY = OperatorId(b"")
USED_EVERY = 60_000  # so that not every page writes


class WrongSignIn(Exception):
    """Name, password or code is wrong; nobody is told which."""


class TooManyTries(Exception):
    """Guessing is slow: not looked at."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session as it was opened: its secret goes into a cookie, and nowhere else."""

    secret: Password
    viewer: Viewer
    ends: Milliseconds


async def sign_in(
    desk: OperatorsDesk, name: str, password: Password, code: str, ip: IpAddress
) -> SignedIn:
    """Open a session for a name, a password and a TOTP or recovery code.

    Raises `WrongSignIn`, `TooManyTries`. It runs Argon2: call it where that may take
    its time. A failure is counted before the next is looked at, however many come.
    """
    async with desk.turns:
        operator = await _proven(desk, name, password, code, ip)
    return await _open(desk, operator, ip)


async def _proven(
    desk: OperatorsDesk, name: str, password: Password, code: str, ip: IpAddress
) -> Operator:
    """Return whose these are, or count a failure. Raises as `sign_in` does."""
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
    proven = operator if right else None
    used = await _use(desk, proven, code)  # asked anyhow: who waits longer knew more
    if operator is None or not used:
        desk.attempts.failed(ip, source)
        who = operator.name if operator else UNKNOWN
        event = _came(desk, who, Action.SIGN_IN_FAILED, ip)
        await desk.store.write(lambda books: keep(books, event))
        raise WrongSignIn
    desk.attempts.succeeded(source)
    return operator


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


async def lasts(desk: OperatorsDesk, secret: Password) -> bool:
    """Tell whether a session lasts still; to ask is no use of it."""
    now, key = desk.clock.now(), hashed(secret)
    found = await desk.store.look(lambda books: _of_session(books, key))
    return found is not None and not _has_ended(found[0], now)


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


async def _use(desk: OperatorsDesk, operator: Operator | None, code: str) -> bool:
    """Use up a code: a time step or a recovery code is good once; nobody has any."""
    if operator is not None:
        totp = desk.server_key.open_totp(operator.sealed_totp, operator.id)
        step = secrets.totp_step(totp, code, desk.clock.now())
        if step is not None:
            return await desk.store.write(
                lambda books: books.operators.use_step(operator.id, step)
            )
    key = hashed(Password(secrets.plain_code(code)))
    whose = operator.id if operator else _NOBODY
    return await desk.store.write(
        lambda books: books.operators.use_recovery(whose, key)
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
