"""What a new house learns before anybody has taught it anything."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from glassine.spam.letter import read
from glassine.spam.starting_set import starting_set
from glassine.spam.tokens import TokenKey, digests
from glassine.store.api.spam_counts import HOUSE, Kind
from glassine.store.api.store import Books, Store
from glassine.words.clock import Clock


class _Lesson(NamedTuple):
    numbers: Sequence[int]
    kind: Kind


async def learn_first(store: Store, key: TokenKey, clock: Clock) -> bool:
    """Learn the letters to begin with, if nothing is known yet; tell whether it was so.

    It is one transaction, so that they are learnt once or not at all.
    """
    if await store.look(_knows_something):
        return False
    lessons = await asyncio.to_thread(_lessons, key)
    now = clock.now()

    def work(books: Books) -> bool:
        if _knows_something(books):
            return False
        for numbers, kind in lessons:
            books.spam_counts.learn(HOUSE, numbers, kind, now)
        return True

    return await store.write(work)


def _knows_something(books: Books) -> bool:
    known = books.spam_counts.of(HOUSE, ())
    return bool(known.ham or known.spam)


def _lessons(key: TokenKey) -> list[_Lesson]:
    return [
        _Lesson(
            digests(read(made.letter), key), Kind.SPAM if made.is_spam else Kind.HAM
        )
        for made in starting_set()
    ]
