"""Operators: how one is made, and what each is known by afterwards.

A password, and a TOTP secret for codes of six digits; of recovery codes, as of every
random secret, only a hash is kept.
"""

import os
from asyncio import Lock
from dataclasses import dataclass, field, replace

from glassine.events.facts import OperatorName
from glassine.flow.attempts import Attempts
from glassine.flow.spelling import fit
from glassine.store.api.operators import (
    Operator,
    OperatorId,
    Role,
    SecretHash,
)
from glassine.store.api.store import Store
from glassine.vault import operator_secrets as secrets
from glassine.vault.operator_secrets import Cost
from glassine.vault.server_key import ServerKey
from glassine.words.chance import Chance
from glassine.words.clock import Clock
from glassine.words.private import Password


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
    turns: Lock = field(default_factory=Lock)  # one is looked at, then the next


@dataclass(frozen=True, slots=True)
class NewOperator:
    """What is shown once: the address for a TOTP app, and the recovery codes."""

    operator: Operator
    totp_uri: Password
    recovery: tuple[Password, ...]


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


def hashed(secret: Password) -> SecretHash:
    """Return what is kept of a random secret; a password is never kept so."""
    return SecretHash(secrets.fingerprint(secret))
