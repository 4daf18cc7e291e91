"""Hold rules: whose mail begins held."""

from dataclasses import replace

import pytest

from glassine.store.api.hold_rules import Held, HoldBy, HoldRule
from glassine.store.api.ids import Duplicate
from glassine.store.api.queue import QueueState
from glassine.store.api.store import Store
from glassine.words.public import Domain, parse_address
from store.queue_talk import (
    CARL,
    EVE,
    LATER,
    SOON,
    add,
    blob_in,
    claim,
    find,
    load,
    queue,
)
from store.samples import ANN, BOB, NOW

RULES = [
    (HoldBy.SENDER, parse_address("Ann@example.org")),
    (HoldBy.DOMAIN, Domain("example.net")),
    (HoldBy.ACCOUNT, parse_address("ANN@example.org")),
]
HELD, WAITING = QueueState.HELD, QueueState.WAITING


async def rule(store: Store, by: HoldBy, whom: Held) -> None:
    """Add a rule."""
    await store.write(lambda books: books.hold_rules.add(HoldRule(by, whom, NOW)))


@pytest.mark.parametrize(("by", "whom"), RULES)
async def test_what_a_rule_names_begins_held(
    store: Store, by: HoldBy, whom: Held
) -> None:
    await rule(store, by, whom)
    rows = load(await blob_in(store))
    named = await store.write(lambda books: books.queue.add(rows))
    assert named == {row.id for row in rows}
    assert [row.state for row in await find(store)] == [HELD]
    assert await claim(store) == []


async def test_what_waits_already_is_left_to_the_operator(store: Store) -> None:
    await queue(store)
    await rule(store, HoldBy.DOMAIN, BOB.domain)
    assert [row.state for row in await find(store)] == [WAITING]


@pytest.mark.parametrize(
    ("by", "whom"),
    [
        (HoldBy.SENDER, BOB),
        (HoldBy.DOMAIN, Domain("example.org")),
        (HoldBy.ACCOUNT, CARL),
    ],
)
async def test_a_rule_holds_nothing_else(store: Store, by: HoldBy, whom: Held) -> None:
    await rule(store, by, whom)
    await queue(store)
    assert {row.state for row in await find(store)} == {WAITING}


async def test_a_sender_is_not_an_account(store: Store) -> None:
    await rule(store, HoldBy.ACCOUNT, ANN)
    blob = await blob_in(store)
    await add(store, *load(blob, by=EVE), *load(blob, by=None))
    assert {row.state for row in await find(store)} == {WAITING}


async def test_rules_are_listed_and_removed_and_what_is_held_stays_held(
    store: Store,
) -> None:
    for by, whom in RULES:
        await rule(store, by, whom)
    told = await store.look(lambda books: books.hold_rules.all())
    assert told == [HoldRule(by, whom, NOW) for by, whom in RULES]
    await queue(store)
    for by, whom in RULES:
        remove = store.write(lambda b, by=by, whom=whom: b.hold_rules.remove(by, whom))
        assert await remove
    assert not await store.write(lambda b: b.hold_rules.remove(*RULES[0]))
    assert await store.look(lambda books: books.hold_rules.all()) == []
    await queue(store, SOON)
    assert [row.state for row in await find(store)] == [HELD, WAITING]


async def test_a_row_that_comes_claimed_and_is_held_is_nobodys(store: Store) -> None:
    await rule(store, HoldBy.DOMAIN, BOB.domain)
    blob = await blob_in(store)
    (row,) = load(blob)
    await add(store, replace(row, claimed_until=LATER))
    (held,) = await find(store)
    assert (held.state, held.claimed_until) == (HELD, None)
    await store.write(lambda books: books.backlog.release([row.id], NOW))
    assert [each.id for each in await claim(store)] == [row.id]


async def test_a_rule_is_there_once_however_it_is_spelt(store: Store) -> None:
    await rule(store, HoldBy.SENDER, ANN)
    with pytest.raises(Duplicate):
        await rule(store, HoldBy.SENDER, parse_address("aNN@example.org"))
