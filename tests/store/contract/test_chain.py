"""The operators' log: every row follows from the one before it, whoever writes."""

import asyncio
from itertools import pairwise

from glassine.events.ageing import Ageing, Stage
from glassine.events.chain import commitment, follows
from glassine.events.facts import Action, FilterText, OperatorName
from glassine.events.milestones import Operated
from glassine.store.api.chain import ChainedRow
from glassine.store.api.store import Store
from glassine.words.clock import Milliseconds
from store.samples import NOW, queued


def operated(at: int = NOW, asked: str = "") -> Operated:
    """Return the event of one look."""
    return Operated(
        at=Milliseconds(at),
        who=OperatorName("root"),
        action=Action.EVENTS,
        filter=FilterText(asked),
    )


async def look(store: Store, times: int, at: int = NOW) -> None:
    """Look so many times, a millisecond apart."""
    for number in range(times):
        event = operated(at + number)
        await store.write(lambda b, e=event: b.events.append([e]))


async def rows(store: Store) -> list[ChainedRow]:
    """Return the whole chain."""
    return await store.read(lambda books: books.chain.rows(0, 1000))


def is_whole(found: list[ChainedRow]) -> bool:
    """Tell whether each row follows from the one before it."""
    links = [row.link for row in found]
    return all(follows(b, a) for a, b in pairwise(links))


async def test_a_chain_that_nobody_began_is_empty(store: Store) -> None:
    assert await rows(store) == []
    assert await store.read(lambda b: (b.chain.last(), b.chain.beginning())) == (
        None,
        None,
    )


async def test_each_operators_event_is_bound_and_no_other(store: Store) -> None:
    await store.write(
        lambda b: b.events.append([operated(), queued(), operated(NOW + 1)])
    )
    first, second = await rows(store)
    assert follows(first.link, None) and follows(second.link, first.link)
    assert (first.link.number, second.link.number) == (1, 2)
    for row in (first, second):
        assert row.salt and row.record
        assert row.link.commitment == commitment(row.salt, row.record)


async def test_who_writes_at_once_from_two_sides_makes_one_chain(opened) -> None:  # type: ignore[no-untyped-def]
    one, other = opened(), opened()
    await asyncio.gather(*(look(store, 10) for store in (one, other, one)))
    found = await rows(other)
    assert len(found) == 30
    assert is_whole(found)
    assert follows(found[0].link, None)


async def test_pruning_cuts_from_the_first_row_on_and_says_where(store: Store) -> None:
    await look(store, 5)
    whole = await rows(store)
    assert await store.write(lambda b: b.events.prune(NOW + 2, NOW)) == (2, 0)
    left = await rows(store)
    assert left == whole[2:]
    begun = await store.read(lambda books: books.chain.beginning())
    assert begun is not None and begun.signature is None
    assert begun.link == whole[1].link
    assert follows(left[0].link, begun.link)


async def test_a_row_that_seems_older_than_the_first_waits_for_it(store: Store) -> None:
    await look(store, 1, NOW + 50)
    await look(store, 1, NOW)  # the clock was set back
    assert await store.write(lambda b: b.events.prune(NOW + 10, NOW)) == (0, 0)
    assert len(await rows(store)) == 2


async def test_the_chain_goes_on_where_all_of_it_was_pruned(store: Store) -> None:
    await look(store, 2)
    (_, last) = await rows(store)
    await store.write(lambda b: b.events.prune(NOW + 99, NOW))
    assert await rows(store) == []
    assert await store.read(lambda books: books.chain.last()) == last.link
    await look(store, 1, NOW + 100)
    (row,) = await rows(store)
    assert follows(row.link, last.link)


async def test_only_the_newest_cut_can_be_signed(store: Store) -> None:
    await look(store, 3)
    first, second, _ = await rows(store)
    await store.write(lambda b: b.events.prune(NOW + 2, NOW))
    await store.write(lambda b: b.chain.sign_beginning(first.link, b"late"))
    await store.write(lambda b: b.chain.sign_beginning(second.link, b"signed"))
    begun = await store.read(lambda books: books.chain.beginning())
    assert begun is not None and begun.signature == b"signed"


async def test_a_row_that_has_aged_keeps_its_place_and_loses_its_salt(
    store: Store,
) -> None:
    event = operated(asked="from=carl@example.com")
    await store.write(lambda b: b.events.append([event, operated(NOW + 1)]))
    await store.write(lambda b: b.events.age(Ageing(Stage.DROPPED), NOW + 9))
    aged, plain = await rows(store)
    assert aged.salt is None and plain.salt is not None
    assert aged.record and b"carl" not in aged.record
    assert follows(plain.link, aged.link)
