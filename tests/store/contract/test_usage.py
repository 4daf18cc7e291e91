"""How much each account has sent, by the hour."""

from glassine.store.api.store import Store
from glassine.store.api.usage import HOUR, Used
from glassine.words.clock import Milliseconds
from glassine.words.public import Address, parse_address
from store.queue_talk import EVE
from store.samples import ANN, NOW, ann_moves_in

START = Milliseconds(NOW - NOW % HOUR)
NOTHING = Used(0, 0)


async def count(store: Store, account: Address, at: int, recipients: int) -> None:
    """Count one message."""
    moment = Milliseconds(at)
    await store.write(lambda books: books.usage.count(account, moment, recipients))


async def used(store: Store, account: Address, since: int) -> Used:
    """Return what an account used."""
    return await store.look(lambda b: b.usage.used(account, Milliseconds(since)))


async def test_messages_and_recipients_are_counted_by_account(store: Store) -> None:
    await count(store, ANN, NOW, 3)
    await count(store, parse_address("ANN@example.org"), NOW + 1, 2)
    await count(store, EVE, NOW, 7)
    assert await used(store, ANN, NOW) == Used(2, 5)
    assert await used(store, EVE, NOW) == Used(1, 7)


async def test_an_hour_counts_as_a_whole(store: Store) -> None:
    await count(store, ANN, START - 1, 1)
    await count(store, ANN, START, 10)
    assert await used(store, ANN, START + HOUR - 1) == Used(1, 10)
    assert await used(store, ANN, START - 1) == Used(2, 11)
    assert await used(store, ANN, START + HOUR) == NOTHING


async def test_old_hours_are_forgotten(store: Store) -> None:
    await count(store, ANN, START - 1, 1)
    await count(store, ANN, START, 10)
    before = Milliseconds(START + 5)
    assert await store.write(lambda books: books.usage.prune(before)) == 1
    assert await used(store, ANN, 0) == Used(1, 10)


async def test_what_an_account_used_goes_with_it(store: Store) -> None:
    account, _ = await store.write(ann_moves_in)
    await count(store, ANN, NOW, 1)
    await store.write(lambda books: books.accounts.delete(account.id))
    assert await used(store, ANN, 0) == NOTHING
