"""In how many letters each token was: learnt, taken back, looked up and forgotten."""

import pytest

from glassine.store.api.spam_counts import HOUSE, Kind, Learnt, SpamCounts
from glassine.store.api.store import Books, Store
from glassine.words.clock import Milliseconds
from store.samples import NOW, ann_moves_in

DAY = 86_400_000
LOW, HIGH = -(2**63), 2**63 - 1  # tokens are signed numbers of 64 bits
ANN = b"the id of ann...."
NOTHING = SpamCounts(0, 0, {})


async def learn(
    store: Store, tokens: list[int], kind: Kind, owner: bytes = HOUSE, at: int = NOW
) -> None:
    """Learn one letter."""
    when = Milliseconds(at)
    await store.write(lambda books: books.spam_counts.learn(owner, tokens, kind, when))


async def unlearn(store: Store, tokens: list[int], kind: Kind) -> None:
    """Take one letter back."""
    await store.write(lambda books: books.spam_counts.unlearn(HOUSE, tokens, kind))


async def prune(store: Store, *, kept: int, most: int, at: int = NOW) -> int:
    """Let everybody forget; return how many had a turn."""
    now, turns = Milliseconds(at), 0
    while await store.write(lambda b: b.spam_counts.prune(now, kept, most)):
        turns += 1
    return turns


async def of(store: Store, tokens: list[int], owner: bytes = HOUSE) -> SpamCounts:
    """Look tokens up."""
    return await store.look(lambda books: books.spam_counts.of(owner, tokens))


async def test_who_has_learnt_nothing_knows_nothing(store: Store) -> None:
    assert await of(store, [1, 2]) == NOTHING
    assert await store.look(lambda b: b.spam_counts.learnt(HOUSE)) == Learnt(0, 0, 0)
    assert not await store.look(lambda b: b.spam_counts.has_learnt(HOUSE))
    await learn(store, [1], Kind.HAM)
    assert await store.look(lambda b: b.spam_counts.has_learnt(HOUSE))
    assert not await store.look(lambda b: b.spam_counts.has_learnt(ANN))


async def test_letters_and_tokens_are_counted_by_kind(store: Store) -> None:
    await learn(store, [1, LOW, HIGH], Kind.SPAM)
    await learn(store, [1, 2], Kind.SPAM)
    await learn(store, [1], Kind.HAM)
    assert await of(store, [1, 2, 3, LOW, HIGH]) == SpamCounts(
        1, 2, {1: (1, 2), 2: (0, 1), LOW: (0, 1), HIGH: (0, 1)}
    )
    assert await store.look(lambda b: b.spam_counts.learnt(HOUSE)) == Learnt(1, 2, 4)


async def test_owners_do_not_know_of_each_other(store: Store) -> None:
    await learn(store, [1], Kind.SPAM)
    await learn(store, [1, 2], Kind.HAM, owner=ANN)
    assert await of(store, [1, 2]) == SpamCounts(0, 1, {1: (0, 1)})
    assert await of(store, [1, 2], ANN) == SpamCounts(1, 0, {1: (1, 0), 2: (1, 0)})


async def test_what_is_taken_back_was_never_there(store: Store) -> None:
    await learn(store, [1, 2], Kind.SPAM)
    await learn(store, [2], Kind.HAM)
    await unlearn(store, [1, 2], Kind.SPAM)
    assert await of(store, [1, 2]) == SpamCounts(1, 0, {2: (1, 0)})
    assert await store.look(lambda b: b.spam_counts.learnt(HOUSE)) == Learnt(1, 0, 1)


async def test_nothing_goes_below_zero(store: Store) -> None:
    await unlearn(store, [1], Kind.SPAM)
    assert await of(store, [1]) == NOTHING
    await learn(store, [1], Kind.HAM)
    await unlearn(store, [1, 2], Kind.SPAM)
    assert await of(store, [1, 2]) == SpamCounts(1, 0, {1: (1, 0)})


async def test_tokens_that_came_once_long_ago_are_forgotten(store: Store) -> None:
    await learn(store, [1, 2], Kind.SPAM, at=NOW - 90 * DAY)
    await learn(store, [2, 3], Kind.SPAM)
    await prune(store, kept=90, most=100)
    assert (await of(store, [1, 2, 3])).tokens == {2: (0, 2), 3: (0, 1)}


async def test_an_owner_with_too_many_tokens_loses_the_oldest(store: Store) -> None:
    await learn(store, [1, 2], Kind.SPAM, at=NOW - 2 * DAY)
    await learn(store, [3, 4], Kind.HAM, at=NOW - DAY)
    await learn(store, [2, 5], Kind.HAM)
    await learn(store, [1], Kind.HAM, owner=ANN)
    await prune(store, kept=9, most=2)
    assert set((await of(store, [1, 2, 3, 4, 5])).tokens) == {2, 5}
    assert set((await of(store, [1], ANN)).tokens) == {1}


async def test_each_owner_forgets_once_a_day(store: Store) -> None:
    await learn(store, [1], Kind.SPAM, at=NOW - 90 * DAY)
    await learn(store, [1], Kind.SPAM, owner=ANN, at=NOW - 90 * DAY)
    assert await prune(store, kept=30, most=100) == 2
    await learn(store, [2], Kind.SPAM, at=NOW - 90 * DAY)
    assert await prune(store, kept=30, most=100) == 0
    assert set((await of(store, [1, 2])).tokens) == {2}
    assert await prune(store, kept=30, most=100, at=NOW + DAY) == 2
    assert not (await of(store, [1, 2])).tokens


async def test_what_an_account_has_learnt_goes_with_it(store: Store) -> None:
    account, _ = await store.write(ann_moves_in)
    await learn(store, [1], Kind.SPAM, owner=account.id)
    await learn(store, [1], Kind.SPAM)
    await store.write(lambda books: books.accounts.delete(account.id))
    assert await of(store, [1], account.id) == NOTHING
    assert await of(store, [1]) == SpamCounts(0, 1, {1: (0, 1)})


async def test_five_hundred_tokens_are_looked_up_at_once(store: Store) -> None:
    for start in range(0, 20_000, 500):
        await learn(store, list(range(start, start + 500)), Kind.HAM)
    tokens = list(range(0, 40_000, 40))  # half of them nobody has learnt
    for _ in range(2):
        assert set((await of(store, tokens)).tokens) == set(range(0, 20_000, 40))


async def test_what_is_learnt_after_a_look_counts_at_the_next(store: Store) -> None:
    await learn(store, [1, 2], Kind.SPAM)
    assert (await of(store, [1, 2, 3])).tokens == {1: (0, 1), 2: (0, 1)}
    await learn(store, [1, 3], Kind.HAM)
    assert (await of(store, [1, 2, 3])).tokens == {1: (1, 1), 2: (0, 1), 3: (1, 0)}
    await unlearn(store, [1, 2], Kind.SPAM)
    await learn(store, [2], Kind.SPAM)  # as many letters as before, of other words
    assert (await of(store, [1, 2, 3])).tokens == {1: (1, 0), 2: (0, 1), 3: (1, 0)}
    await prune(store, kept=0, most=1)
    assert len((await of(store, [1, 2, 3])).tokens) < 3


class Undone(Exception):
    """The work thinks better of it."""


async def test_what_was_seen_in_a_work_that_was_undone_is_not_remembered(
    store: Store,
) -> None:
    await learn(store, [9], Kind.SPAM)
    when = Milliseconds(NOW)

    def undone(books: Books) -> None:
        books.spam_counts.learn(HOUSE, [1], Kind.SPAM, when)
        assert books.spam_counts.of(HOUSE, [1, 2]).tokens == {1: (0, 1)}
        raise Undone

    def done(books: Books) -> SpamCounts:
        books.spam_counts.learn(HOUSE, [2], Kind.SPAM, when)
        return books.spam_counts.of(HOUSE, [1, 2])

    with pytest.raises(Undone):
        await store.write(undone)
    assert (await store.write(done)).tokens == {2: (0, 1)}
