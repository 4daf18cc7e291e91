"""The book of operators: who may sign in, and what stands for it afterwards."""

import os
from dataclasses import replace

import pytest

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
from glassine.store.api.store import Store
from glassine.words.clock import Milliseconds
from store.samples import NOW

CODE = SecretHash(b"c" * 32)


def operator(name: str = "dustin") -> Operator:
    """Return an operator with a random id."""
    return Operator(
        id=OperatorId(os.urandom(16)),
        name=OperatorName(name),
        role=Role.SUPPORT,
        verifier=b"verifier",
        sealed_totp=b"sealed",
        recovery=(CODE,),
        totp_step=0,
        created=NOW,
    )


def session_of(who: Operator, secret: bytes = b"s" * 32) -> WebSession:
    """Return a session that was begun now."""
    return WebSession(hash=SecretHash(secret), operator=who.id, created=NOW, used=NOW)


def token_of(who: Operator, secret: bytes = b"t" * 32, name: str = "x") -> ApiToken:
    """Return a token that ends in a second."""
    return ApiToken(
        hash=SecretHash(secret),
        operator=who.id,
        name=name,
        scopes=frozenset({TokenScope.EVENTS, TokenScope.METRICS}),
        created=NOW,
        expires=Milliseconds(NOW + 1000),
    )


async def kept(store: Store, name: str = "dustin") -> Operator:
    """Keep an operator."""
    made = operator(name)
    await store.write(lambda books: books.operators.add(made))
    return made


async def test_an_operator_is_found_by_name_and_id(store: Store) -> None:
    made, other = await kept(store), await kept(store, "anna")
    found = await store.read(
        lambda b: (b.operators.named(made.name), b.operators.get(made.id))
    )
    assert found == (made, made)
    assert await store.read(lambda b: b.operators.all()) == [other, made]
    assert await store.read(lambda b: b.operators.named(OperatorName("Dustin"))) is None


async def test_a_name_is_taken_once(store: Store) -> None:
    await kept(store)
    with pytest.raises(Duplicate):
        await kept(store)


async def test_other_facts_replace_the_old_but_no_step_comes_again(
    store: Store,
) -> None:
    made = await kept(store)
    assert await store.write(lambda b: b.operators.use_step(made.id, 7))
    changed = replace(made, role=Role.ADMIN, verifier=b"new", recovery=())
    await store.write(lambda b: b.operators.replace(changed))
    found = await store.read(lambda b: b.operators.get(made.id))
    assert found == replace(changed, totp_step=7)
    with pytest.raises(Missing):
        await store.write(lambda b: b.operators.replace(operator("nobody")))


async def test_a_time_step_and_a_recovery_code_are_good_once(store: Store) -> None:
    made = await kept(store)
    steps = [
        await store.write(lambda b, s=s: b.operators.use_step(made.id, s))
        for s in (7, 7, 6, 8)
    ]
    assert steps == [True, False, False, True]
    use = lambda b: b.operators.use_recovery(made.id, CODE)
    assert [await store.write(use) for _ in range(2)] == [True, False]


async def test_sessions_are_known_by_hash_and_end_by_one_or_by_all(
    store: Store,
) -> None:
    made, other = await kept(store), await kept(store, "anna")
    mine = [session_of(made, bytes([n]) * 32) for n in range(3)]
    for session in (*mine, session_of(other)):
        await store.write(lambda b, s=session: b.operators.open_session(s))
    await store.write(lambda b: b.operators.used(mine[0].hash, Milliseconds(NOW + 5)))
    found = await store.read(lambda b: b.operators.session(mine[0].hash))
    assert found == replace(mine[0], used=NOW + 5)
    close = lambda **what: store.write(lambda b: b.operators.close_sessions(**what))
    assert await close(secret=mine[0].hash) == 1
    assert await close(of=made.id) == 2
    assert await store.read(lambda b: b.operators.session(mine[1].hash)) is None
    assert await store.read(lambda b: b.operators.session(session_of(other).hash))


async def test_tokens_are_listed_found_and_revoked(store: Store) -> None:
    made = await kept(store)
    one, two = token_of(made, name="b"), token_of(made, b"u" * 32, "a")
    for token in (one, two):
        await store.write(lambda b, t=token: b.operators.add_token(t))
    assert await store.read(lambda b: b.operators.token(one.hash)) == one
    assert await store.read(lambda b: b.operators.tokens(made.id)) == [two, one]
    with pytest.raises(Duplicate):
        await store.write(
            lambda b: b.operators.add_token(token_of(made, b"v" * 32, "a"))
        )
    revoke = lambda b: b.operators.revoke_token(made.id, "a")
    assert [await store.write(revoke) for _ in range(2)] == [True, False]


async def test_with_an_operator_go_sessions_and_tokens(store: Store) -> None:
    made = await kept(store)
    session, token = session_of(made), token_of(made)
    await store.write(lambda b: b.operators.open_session(session))
    await store.write(lambda b: b.operators.add_token(token))
    delete = lambda b: b.operators.delete(made.name)
    assert [await store.write(delete) for _ in range(2)] == [True, False]
    left = lambda b: (b.operators.session(session.hash), b.operators.token(token.hash))
    assert await store.read(left) == (None, None)


async def test_what_has_ended_is_forgotten(store: Store) -> None:
    made = await kept(store)
    await store.write(lambda b: b.operators.open_session(session_of(made)))
    await store.write(lambda b: b.operators.add_token(token_of(made)))
    expire = lambda s, t: store.write(lambda b: b.operators.expire(NOW + s, NOW + t))
    assert await expire(0, 0) == 0
    assert await expire(1, 0) == 1
    assert await expire(1, 1001) == 1
