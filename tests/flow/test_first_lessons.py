"""A new house learns the made letters, once."""

import asyncio
import time
from pathlib import Path

from glassine.flow.first_lessons import learn_first
from glassine.flow.spam_opinion import known_to, opinions
from glassine.spam.letter import read
from glassine.spam.tokens import digests
from glassine.store.api.ids import AccountId
from glassine.store.api.spam_counts import HOUSE, Kind, Learnt
from glassine.store.sqlite.opening import create_store, open_store
from glassine.store.sqlite.store import SqliteStore
from glassine.vault.server_key import new_server_key
from glassine.words.clock import SystemClock
from glassine.words.private import Message
from glassine.words.public import SpamStatus

KEY = new_server_key()
CLOCK = SystemClock()
ANN, BOB = AccountId(b"ann's id........"), AccountId(b"bob's id........")
LURE = Message(
    b"From: Prince <prince@example.net>\r\nSubject: Congratulations\r\n\r\nYou have won"
    b" the lottery. Send your bank details to claim your prize, it is confidential.\r\n"
)


def opened(directory: Path) -> SqliteStore:
    """Return a new house's store."""
    create_store(directory / "data", KEY.id)
    return open_store(directory / "data", key_id=KEY.id, clock=CLOCK)


async def learnt(store: SqliteStore) -> Learnt:
    """Return how much the house knows."""
    return await store.look(lambda books: books.spam_counts.learnt(HOUSE))


def test_it_learns_once_and_not_again(tmp_path: Path) -> None:
    async def story() -> None:
        store, key = opened(tmp_path), KEY.spam_key()
        began = time.process_time()
        assert await learn_first(store, key, CLOCK)
        assert time.process_time() - began < 2
        first = await learnt(store)
        assert min(first.ham, first.spam) >= 100
        assert not await learn_first(store, key, CLOCK)
        assert await learnt(store) == first
        await store.close()

    asyncio.run(story())


def test_two_who_begin_at_once_teach_it_once(tmp_path: Path) -> None:
    async def story() -> None:
        store, key = opened(tmp_path), KEY.spam_key()
        both = await asyncio.gather(*(learn_first(store, key, CLOCK) for _ in range(2)))
        assert sorted(both) == [False, True]
        await store.close()

    asyncio.run(story())


def test_then_it_has_opinions_and_its_people_have_others(tmp_path: Path) -> None:
    async def story() -> None:
        store, key = opened(tmp_path), KEY.spam_key()
        await learn_first(store, key, CLOCK)
        numbers = digests(read(LURE), key)
        of_house = await store.look(lambda b: opinions(b, numbers, [ANN, BOB], key))
        assert of_house[ANN] == of_house[BOB]
        assert of_house[ANN].status is SpamStatus.SPAM
        own = known_to(ANN, numbers, key).own
        for _ in range(10):
            await store.write(
                lambda b: b.spam_counts.learn(ANN, own, Kind.HAM, CLOCK.now())
            )
        of_ann = await store.look(lambda b: opinions(b, numbers, [ANN, BOB], key))
        assert of_ann[ANN].status is SpamStatus.HAM
        assert of_ann[BOB] == of_house[BOB]
        await store.close()

    asyncio.run(story())
