"""Users at their own page: they prove who they are, and their mailbox stays locked.

A session is a random secret that this process remembers for a while; it ends when the
password it began with is changed. It opens nothing: what needs the key asks for the
password once more.
"""

from dataclasses import dataclass, replace
from hashlib import sha256

from glassine.flow.connection_id import new_connection_id
from glassine.flow.credentials import (
    NameTaken,
    NoSuchAccount,
    WrongCredential,
    add_app_password,
    app_passwords,
    new_recovery_code,
    revoke_app_password,
    set_password,
)
from glassine.flow.login import Client, Entry, Login, is_revoked
from glassine.flow.peer import shown
from glassine.flow.route import Rules
from glassine.flow.spelling import UnfitPassword
from glassine.flow.viewing.ownership import Own, small
from glassine.store.api.accounts import Scope, Slot
from glassine.store.api.store import Store
from glassine.vault.password_slot import Cost
from glassine.wire.sasl.steps import PasswordGiven
from glassine.words.chance import Chance
from glassine.words.clock import Clock, Seconds
from glassine.words.private import Password, UserName
from glassine.words.public import (
    Address,
    AuthMethod,
    Endpoint,
    IpAddress,
    Protocol,
)

IDLE = 3600.0  # seconds
LONGEST = 12 * 3600.0
MOST = 10_000  # sessions; the oldest are forgotten first


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnersDesk:
    """What the verbs of this module work at."""

    store: Store
    clock: Clock
    chance: Chance
    login: Login
    rules: Rules
    cost: Cost


@dataclass(frozen=True, slots=True)
class _Session:
    entry: Entry
    begun: Seconds
    used: Seconds


class Owners:
    """The users who have signed in to their own page."""

    def __init__(self, desk: OwnersDesk) -> None:
        self._desk = desk
        self._sessions: dict[bytes, _Session] = {}

    async def sign_in(
        self, user: UserName, password: Password, ip: IpAddress
    ) -> str | None:
        """Return a new session's secret; None whatever is wrong."""
        entry = await _proven(self._desk, user, password, ip)
        if entry is None:
            return None
        secret, now = self._desk.chance(24).hex(), self._desk.clock.ticks()
        self._sessions[_hash(secret)] = _Session(entry, now, now)
        while len(self._sessions) > MOST:
            del self._sessions[next(iter(self._sessions))]
        return secret

    async def owner(self, secret: str) -> Address | None:
        """Return whose session it is, if it lasts still."""
        name, now = _hash(secret), self._desk.clock.ticks()
        session = self._sessions.get(name)
        if session is None:
            return None
        ended = now - session.used > IDLE or now - session.begun > LONGEST
        entry = session.entry
        if ended or await self._desk.store.look(lambda books: is_revoked(books, entry)):
            del self._sessions[name]
            return None
        self._sessions[name] = replace(session, used=now)
        return entry.account.address

    def sign_out(self, secret: str) -> None:
        """Forget the session."""
        self._sessions.pop(_hash(secret), None)


def addresses(desk: OwnersDesk, owner: Address) -> tuple[Address, ...]:
    """Return every address that means this account."""
    aliases = [a for a, meant in desk.rules.aliases.items() if owner in meant]
    return (owner, *aliases)


async def own(desk: OwnersDesk, owner: Address) -> Own:
    """Return which addresses are this account's, with a tag or without."""
    mine = addresses(desk, owner)
    accounts = await desk.store.look(lambda books: books.accounts.all())
    named = {*(account.address for account in accounts), *desk.rules.aliases}
    others = named - {*mine}
    return Own(mine, frozenset(small(str(each)) for each in others))


async def secrets_of(desk: OwnersDesk, owner: Address) -> list[Slot]:
    """Return the app passwords, oldest first."""
    return await app_passwords(desk.store, owner)


async def new_secret(
    desk: OwnersDesk,
    owner: Address,
    name: str,
    scope: str,
    proof: Password,
    ip: IpAddress,
) -> Password | None:
    """Return a new app password, to be shown once; None where the proof is wrong.

    The proof is asked for whatever the scope: a page left open makes nothing.
    """
    if scope not in set(Scope) or not await _is_owner(desk, owner, proof, ip):
        return None
    try:
        return await add_app_password(
            desk.store,
            owner,
            name=name,
            scope=Scope(scope),
            proof=proof,
            now=desk.clock.now(),
        )
    except (WrongCredential, NameTaken, NoSuchAccount):
        return None


async def drop_secret(desk: OwnersDesk, owner: Address, name: str) -> bool:
    """Destroy an app password; tell whether it was there."""
    return await revoke_app_password(desk.store, owner, name)


async def change_password(
    desk: OwnersDesk, owner: Address, old: Password, new: Password, ip: IpAddress
) -> Password | None:
    """Change the password; return the new recovery code, or None where it is no."""
    if not await _is_owner(desk, owner, old, ip):
        return None
    try:
        return await set_password(
            desk.store,
            owner,
            new,
            proof=old,
            cost=desk.cost,
            now=desk.clock.now(),
        )
    except (WrongCredential, NoSuchAccount, UnfitPassword):
        return None


async def change_recovery_code(
    desk: OwnersDesk, owner: Address, proof: Password, ip: IpAddress
) -> Password | None:
    """Replace the recovery code; return the new one, or None where it is no."""
    if not await _is_owner(desk, owner, proof, ip):
        return None
    try:
        return await new_recovery_code(
            desk.store, owner, proof=proof, now=desk.clock.now()
        )
    except (WrongCredential, NoSuchAccount):
        return None


async def _is_owner(
    desk: OwnersDesk, owner: Address, proof: Password, ip: IpAddress
) -> bool:
    """Tell whether it is the password, within the limits that logins have."""
    user = UserName(str(owner).encode())
    return await _proven(desk, user, proof, ip) is not None


async def _proven(
    desk: OwnersDesk, user: UserName, password: Password, ip: IpAddress
) -> Entry | None:
    given = PasswordGiven(user, password, AuthMethod.PLAIN)
    client = Client(
        new_connection_id(desk.chance(16)), shown(Endpoint(ip, 0), None), Protocol.WEB
    )
    entry = await desk.login.by_owner(given, client)
    return entry if isinstance(entry, Entry) else None


def _hash(secret: str) -> bytes:
    return sha256(secret.encode("utf-8", "replace")).digest()
