"""Do something to all entries of the queue that are meant, and keep who did it.

Entries are changed some hundreds at a time, so that nobody's mail waits for long
meanwhile; each time keeps its own event of who did it, in the same transaction.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec.structs import replace

from glassine.cli.house import House
from glassine.cli.pages import queue_pages
from glassine.cli.queue_filter import in_words
from glassine.events.facts import Action
from glassine.flow.viewing.witness import concerned, keep, ours
from glassine.store.api.backlog import QueueFilter
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books
from glassine.words.public import QueueId

Act: TypeAlias = Callable[[Books, Sequence[QueueId]], int]
"""Does it to these entries; returns how many of them were there."""


async def count_all(house: House, wanted: QueueFilter) -> int:
    """Return how many entries match; to be told that is a look at whose they are."""
    words = in_words(wanted, (wanted.uuid,) if wanted.uuid else ())
    found = 0
    async for rows in queue_pages(house.store, wanted):
        await house.looked(Action.QUEUE_LIST, words, len(rows), concerned(rows))
        found += len(rows)
    if not found:
        await house.looked(Action.QUEUE_LIST, words, 0)
    return found


async def do_to_all(house: House, action: Action, wanted: QueueFilter, act: Act) -> int:
    """Do it to every entry that matches; return to how many it was done."""
    words = in_words(wanted, (wanted.uuid,) if wanted.uuid else ())
    done = 0
    async for rows in queue_pages(house.store, wanted):
        done += await house.store.write(_acting(house, action, words, act, rows))
    return done


def hold_these(books: Books, rows: Sequence[QueueId]) -> int:
    """Hold these entries."""
    return books.backlog.hold(rows)


def drop_these(books: Books, rows: Sequence[QueueId]) -> int:
    """Forget these entries."""
    return sum(books.queue.drop(row) for row in rows)


def _acting(
    house: House, action: Action, words: str, act: Act, rows: Sequence[Queueing]
) -> Callable[[Books], int]:
    def work(books: Books) -> int:
        number = act(books, [row.id for row in rows])
        if number:
            event = house.operated(action, words, rows=number)
            keep(books, replace(event, touched=ours(books, concerned(rows))))
        return number

    return work
