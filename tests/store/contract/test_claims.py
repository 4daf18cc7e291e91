"""Claims are fair: no sender and no destination makes the others wait."""

from itertools import groupby
from operator import attrgetter

from glassine.store.api.queue import Queueing
from glassine.store.api.store import Store
from glassine.words.public import Address, parse_address
from store.queue_talk import CARL, EVE, LATER, SOON, add, blob_in, claim, load
from store.samples import ANN, BOB, NOW

DAN = parse_address("dan@example.net")


def told(rows: list[Queueing]) -> list[tuple[Address | None, str]]:
    """Return whose load goes where, load by load."""
    loads = groupby(rows, key=attrgetter("transaction"))
    firsts = [next(load) for _, load in loads]
    return [(row.account, row.recipient.domain.name) for row in firsts]


async def test_a_load_comes_whole_and_counts_once(store: Store) -> None:
    blob = await blob_in(store)
    one = load(blob, BOB, CARL, DAN)
    two = load(blob, BOB, DAN, due=NOW + 1)
    await add(store, *one, *two)
    first = await claim(store, SOON, limit=1)
    assert [row.id for row in first] == [one[0].id, one[2].id]
    rest = await claim(store, SOON, limit=2)
    assert [row.id for row in rest] == [one[1].id, two[0].id, two[1].id]


async def test_what_is_not_due_yet_does_not_come_with_its_load(store: Store) -> None:
    blob = await blob_in(store)
    (now,) = load(blob, BOB)
    later = load(blob, DAN, due=LATER)
    await add(store, now, *later)
    assert [row.id for row in await claim(store)] == [now.id]


async def test_accounts_take_turns(store: Store) -> None:
    blob = await blob_in(store)
    many = [row for _ in range(5) for row in load(blob, BOB)]
    await add(store, *many, *load(blob, BOB, by=EVE, due=NOW + 1))
    claimed = await claim(store, NOW + 1, limit=3)
    assert [account for account, _ in told(claimed)] == [ANN, EVE, ANN]


async def test_a_mailing_to_many_domains_has_one_turn_as_others_have(
    store: Store,
) -> None:
    blob = await blob_in(store)
    places = [parse_address(f"bob@d{number}.example") for number in range(9)]
    mailing = load(blob, *places)
    await add(store, *mailing, *load(blob, CARL, by=EVE, due=NOW + 1))
    claimed = await claim(store, NOW + 1, limit=2)
    assert {account for account, _ in told(claimed)} == {ANN, EVE}


async def test_domains_of_one_account_take_turns(store: Store) -> None:
    blob = await blob_in(store)
    many = [row for _ in range(5) for row in load(blob, BOB)]
    await add(store, *many, *load(blob, CARL, due=NOW + 1))
    claimed = await claim(store, NOW + 1, limit=3)
    domains = [domain for _, domain in told(claimed)]
    assert domains == ["example.net", "example.com", "example.net"]


async def test_turns_go_on_from_one_claim_to_the_next(store: Store) -> None:
    blob = await blob_in(store)
    for account in (ANN, EVE, None):
        rows = [row for _ in range(3) for row in load(blob, BOB, by=account)]
        await add(store, *rows)
    taken = []
    for moment in range(6):
        taken += told(await claim(store, NOW + moment, limit=1))
    accounts = [account for account, _ in taken]
    assert set(accounts[:3]) == {ANN, EVE, None}
    assert accounts[3:] == accounts[:3]


async def test_an_excluded_domain_is_left_alone(store: Store) -> None:
    blob = await blob_in(store)
    dead = [row for _ in range(5) for row in load(blob, BOB)]
    await add(store, *dead, *load(blob, CARL, due=NOW + 1))
    claimed = await claim(store, NOW + 1, limit=3, excluding={BOB.domain})
    assert [domain for _, domain in told(claimed)] == ["example.com"]
    assert len(await claim(store, NOW + 1)) == 5


async def test_accounts_that_wait_for_excluded_domains_take_nobodys_turn(
    store: Store,
) -> None:
    blob = await blob_in(store)
    for number in range(4):
        by = parse_address(f"user{number}@example.org")
        await add(store, *load(blob, BOB, by=by, due=NOW - 9))
    await add(store, *load(blob, CARL, by=EVE))
    claimed = await claim(store, limit=1, excluding={BOB.domain})
    assert told(claimed) == [(EVE, "example.com")]


async def test_no_more_loads_than_asked_go_to_one_domain(store: Store) -> None:
    blob = await blob_in(store)
    for account in (ANN, EVE):
        rows = [row for _ in range(3) for row in load(blob, BOB, by=account)]
        await add(store, *rows, *load(blob, CARL, by=account))
    claimed = told(await claim(store, each=2))
    assert sorted(claimed, key=str) == [
        (ANN, "example.com"),
        (ANN, "example.net"),
        (EVE, "example.com"),
        (EVE, "example.net"),
    ]


async def test_nothing_is_claimed_of_an_empty_queue(store: Store) -> None:
    assert await claim(store) == []
    assert await claim(store, limit=0) == []
