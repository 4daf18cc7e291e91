"""Forget what has had its time: events, and raw lines before them."""

import asyncio
from contextlib import suppress

from glassine.config.settings import Privacy
from glassine.events.kinds import Pruned
from glassine.flow.journal import Journal
from glassine.store.api.ids import StoreError
from glassine.store.api.store import Store
from glassine.words.clock import Clock, Milliseconds, Seconds

EVERY = 600.0  # seconds between two looks
BATCH = 10_000  # rows a transaction, so that no message waits long for it


async def keep_pruning(
    store: Store, journal: Journal, clock: Clock, privacy: Privacy
) -> None:
    """Prune now and again, until cancelled."""
    while True:
        with suppress(StoreError):  # who is in trouble says so elsewhere; next time
            await prune(store, journal, clock, privacy)
        await asyncio.sleep(EVERY)


async def prune(
    store: Store, journal: Journal, clock: Clock, privacy: Privacy
) -> tuple[int, int]:
    """Remove what is too old; return how many events and lines. It is an event."""
    now = clock.now()
    events_before = _ago(now, privacy.keep_events)
    lines_before = _ago(now, privacy.keep_traces)
    events = lines = 0
    while True:
        some = await store.write(
            lambda books: books.events.prune(events_before, lines_before, BATCH)
        )
        events, lines = events + some[0], lines + some[1]
        if max(some) < BATCH:
            break
    if events or lines:
        journal.note(Pruned(at=now, events=events, traces=lines))
    return events, lines


def _ago(now: Milliseconds, age: Seconds) -> Milliseconds:
    return Milliseconds(now - int(age * 1000))
