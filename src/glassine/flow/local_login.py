"""The Login of the process that holds the accounts: slots, limits, and the cache.

A wrong password and an unknown account take the same steps and get the same answer.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from typing import TypeAlias, TypeVar

from glassine.events.facts import AuthResult, Circumstances
from glassine.events.milestones import LoggedIn
from glassine.flow.attempts import Attempts
from glassine.flow.journal import Journal
from glassine.flow.key_cache import KeyCache
from glassine.flow.login import Client, Entry, Proven, Refusal, Salt
from glassine.flow.slot_trial import Fitting, Known, SlotTrial, find_known
from glassine.flow.spelling import folded
from glassine.store.api.accounts import Account, Scope
from glassine.store.api.ids import StoreError
from glassine.store.api.store import Store
from glassine.vault import printed, scram_slot
from glassine.vault.open_account import OpenAccount
from glassine.vault.printed import Form, Mistyped, Printed
from glassine.vault.server_key import ServerKey
from glassine.wire.sasl.steps import PasswordGiven, ScramProof
from glassine.words.clock import Clock
from glassine.words.private import Password, UserName
from glassine.words.public import (
    Address,
    AuthMethod,
    Direction,
    IpAddress,
    Protocol,
)

T = TypeVar("T")

_Attempt: TypeAlias = Callable[
    [Known | None, Password, IpAddress, bytes], Awaitable[Entry | None]
]
"""Tries a password on what is known of its user; the octets are what it counts by."""


class _TooMany(Exception):
    """So many have failed that this one is not looked at."""


class LocalLogin:
    """Answers who somebody is, from the slots in the store."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        journal: Journal,
        server_key: ServerKey,
        attempts: Attempts,
        cache: KeyCache,
        trial: SlotTrial,
        runs: Executor,  # for Argon2
        at_once: int,  # how many runs
    ) -> None:
        self._store = store
        self._clock = clock
        self._journal = journal
        self._server_key = server_key
        self._attempts = attempts
        self._cache = cache
        self._runs = runs
        self._turns = asyncio.Semaphore(at_once)
        self._trial = trial

    async def by_password(
        self, given: PasswordGiven, client: Client
    ) -> Entry | Refusal:
        """Check a name and a password, or a name and an app secret."""
        return await self._by(given, client, _counted_by(given), self._try)

    async def by_owner(self, given: PasswordGiven, client: Client) -> Entry | Refusal:
        """Check a name and the person's own password; nothing is unlocked by it."""
        return await self._by(given, client, _digest(given.user), self._prove)

    async def salt(self, user: UserName) -> Salt:
        """Return the account's salt and count; unknown accounts have some, too."""
        known = await self._known(user)
        if known is None:
            salt = self._server_key.account_salt(folded(user))
            return Salt(salt.salt, salt.count)
        return Salt(known.account.scram_salt, scram_slot.COUNT)

    async def by_proof(self, given: ScramProof, client: Client) -> Proven | Refusal:
        """Check a SCRAM proof."""
        name = _digest(given.user)
        try:
            known = await self._known(given.user)
            self._mind_limits(client.remote.ip_and_port.ip, name)
        except _TooMany:
            return self._limited(client, given.method)
        except StoreError:
            return Refusal.UNAVAILABLE
        found = self._trial.proof(known, given)
        entry = self._entry(known.account, found.fitting) if known and found else None
        answer = await self._conclude(entry, known, name, client, given.method)
        if isinstance(answer, Refusal) or found is None:
            return Refusal.WRONG
        return Proven(answer, found.signature)

    # How it works

    async def _by(
        self, given: PasswordGiven, client: Client, name: bytes, attempt: _Attempt
    ) -> Entry | Refusal:
        ip = client.remote.ip_and_port.ip
        try:
            self._mind_limits(ip, name)
            known = await self._known(given.user)
            entry = await attempt(known, given.password, ip, name)
        except _TooMany:
            return self._limited(client, given.method)
        except StoreError:
            return Refusal.UNAVAILABLE
        return await self._conclude(entry, known, name, client, given.method)

    async def _known(self, user: UserName) -> Known | None:
        return await self._store.look(lambda books: find_known(books, user))

    def _mind_limits(self, ip: IpAddress, name: bytes) -> None:
        if self._attempts.too_many(ip, name):
            raise _TooMany

    async def _try(
        self, known: Known | None, password: Password, ip: IpAddress, name: bytes
    ) -> Entry | None:
        if known is not None:
            cached = self._cache.find(known.account, known.slots, password)
            if cached is not None:
                self._drop_later()
                return cached
        found = await self._fitting(known, password, ip, name)
        if known is None or found is None:
            return None
        entry = self._entry(known.account, found)
        self._cache.keep(known.account, password, entry, found.slot)
        self._drop_later()
        return entry

    def _drop_later(self) -> None:
        """See to it that a key goes in time even if nobody logs in any more."""
        loop = asyncio.get_running_loop()
        loop.call_later(self._cache.life + 1, self._cache.drop_old)

    async def _fitting(
        self, known: Known | None, password: Password, ip: IpAddress, name: bytes
    ) -> Fitting | None:
        """Try it as what it looks like: nobody's password looks like our secrets."""
        match printed.read(password):
            case Printed(form=Form.APP) as secret:
                return self._trial.secret(known, secret)
            case Printed() | Mistyped():  # a recovery code opens no session
                return None
            case None:
                guess = partial(self._trial.password, known, password)
                return await self._in_turn(guess, ip, name)

    async def _prove(
        self, known: Known | None, password: Password, ip: IpAddress, name: bytes
    ) -> Entry | None:
        """Try it as the person's own, which unlocks nothing."""
        is_right = partial(self._trial.is_right, known, password)
        slot = await self._in_turn(is_right, ip, name)
        if known is None or slot is None:
            return None
        return Entry(known.account, slot.id, slot.scope, None)

    async def _in_turn(self, trial: Callable[[], T], ip: IpAddress, name: bytes) -> T:
        """Try it when its turn has come, if it is to be looked at still.

        A failure is counted before the next has its turn: nothing is awaited between.
        """
        async with self._turns:
            self._mind_limits(ip, name)
            return await asyncio.get_running_loop().run_in_executor(self._runs, trial)

    def _entry(self, account: Account, found: Fitting) -> Entry:
        half = found.unlocked.private_half
        opened = OpenAccount(account.id, half, self._clock) if half else None
        return Entry(account, found.slot.id, found.slot.scope, opened)

    async def _conclude(
        self,
        entry: Entry | None,
        known: Known | None,
        name: bytes,
        client: Client,
        method: AuthMethod,
    ) -> Entry | Refusal:
        account = known.account.address if known else None
        if entry is not None and _may(entry, client.protocol):
            self._attempts.succeeded(name)
            self._note(client, method, AuthResult.OK, account)
            if client.protocol.submits:  # such a session has no use for a key
                return replace(entry, opened=None)
            return entry
        delay = self._attempts.failed(client.remote.ip_and_port.ip, name)
        self._note(client, method, AuthResult.FAILED, account)
        await asyncio.sleep(delay)
        return Refusal.WRONG

    def _limited(self, client: Client, method: AuthMethod) -> Refusal:
        self._note(client, method, AuthResult.LIMITED, None)
        return Refusal.LIMITED

    def _note(
        self,
        client: Client,
        method: AuthMethod,
        result: AuthResult,
        account: Address | None,
    ) -> None:
        sends = client.protocol.submits
        self._journal.note(
            LoggedIn(
                at=self._clock.now(),
                uuid=client.connection,
                about=Circumstances(
                    direction=Direction.OUTBOUND if sends else Direction.INBOUND,
                    remote=client.remote,
                    auth_user=account,
                    has_mail_from=False,
                ),
                protocol=client.protocol,
                method=method,
                result=result,
                account=account,
            )
        )


def _may(entry: Entry, protocol: Protocol) -> bool:
    """Tell whether a credential of this scope opens this protocol."""
    if protocol is Protocol.WEB:  # only the person's own password comes so far
        return True
    if protocol.submits:
        return entry.scope in (Scope.ALL, Scope.SMTP)
    return entry.scope in (Scope.ALL, Scope.IMAP) and entry.opened is not None


def _digest(user: UserName) -> bytes:
    """Return what a name is counted by; the name itself may be a password."""
    return hashlib.sha256(folded(user).reveal()).digest()


def _counted_by(given: PasswordGiven) -> bytes:
    """Return what a try is counted by: the name, and a secret of ours with it.

    Nobody guesses 128 bits, so each such secret is counted for itself: guesses at the
    password do not shut its owner's apps out, and their logins forgive no guesses.
    """
    name = _digest(given.user)
    if printed.read(given.password) is None:
        return name
    return hashlib.sha256(name + given.password.reveal()).digest()
