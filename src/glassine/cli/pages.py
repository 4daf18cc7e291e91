"""Long readings in pages, so that none of them holds the store's snapshot for long."""

from collections.abc import AsyncIterator
from dataclasses import replace

from glassine.store.api.backlog import QueueFilter
from glassine.store.api.events import EventFilter, StoredEvent, StoredLines
from glassine.store.api.ids import EventKey, QueuePlace
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books, Store
from glassine.words.public import ConnectionId

PAGE = 500


async def newest_events(store: Store, wanted: EventFilter) -> list[StoredEvent]:
    """Return as many as the filter's limit, the newest, in order of time."""
    found: list[StoredEvent] = []
    while len(found) < wanted.limit:
        part = replace(wanted, limit=min(PAGE, wanted.limit - len(found)))
        page = await _events_before(store, part, found[-1].key if found else None)
        found += page
        if len(page) < part.limit:
            break
    return found[::-1]


async def lines_above(
    store: Store, key: EventKey, connection: ConnectionId | None
) -> list[StoredLines]:
    """Return all raw lines above a key, of one connection or of all."""
    kept: list[StoredLines] = []
    while True:
        page = await _lines_after(store, kept[-1].key if kept else key, connection)
        kept += page
        if len(page) < PAGE:
            return kept


async def queue_pages(
    store: Store, wanted: QueueFilter, after: QueuePlace | None = None
) -> AsyncIterator[list[Queueing]]:
    """Yield rows of the queue, as many as the filter's limit, and no page empty."""
    left = wanted.limit
    while left:
        part = replace(wanted, limit=min(PAGE, left))
        page = await _queue_after(store, part, after)
        if page:
            yield page
            after = page[-1].place
        left = left - len(page) if len(page) == part.limit else 0


async def _queue_after(
    store: Store, part: QueueFilter, after: QueuePlace | None
) -> list[Queueing]:
    return await store.read(lambda books: books.backlog.find(part, after))


async def _events_before(
    store: Store, part: EventFilter, before: EventKey | None
) -> list[StoredEvent]:
    return await store.read(lambda books: books.events.find(part, before))


async def _lines_after(
    store: Store, key: EventKey, connection: ConnectionId | None
) -> list[StoredLines]:
    def work(books: Books) -> list[StoredLines]:
        return books.events.lines(connection, key, PAGE)

    return await store.read(work)
