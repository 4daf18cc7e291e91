"""The dispatcher: which rows are tried when, and how many at a time.

It claims what is due and can be tried now, and no more, so that memory stays small
however long the queue is. A claim is a lease: should this process die, the rows fall
due again. New rows of this process come with their lease and are not looked for.
"""

import asyncio
from collections import deque
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from typing import Any, TypeAlias

from glassine.flow.fault import faulted
from glassine.flow.sending.attempt import (
    Crowd,
    Planner,
    attempt,
    put_back_broken,
    put_off,
    still_ours,
)
from glassine.flow.sending.desk import SendingDesk
from glassine.flow.sending.ruling import tells_of_destination
from glassine.flow.sending.throttle import Throttle
from glassine.store.api.ids import NEVER, StoreError
from glassine.store.api.queue import Queueing
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import DeliveryId, Domain, QueueId

LEASE = 600_000  # milliseconds; renewed while a try lasts
RENEWED = Seconds(LEASE / 4000)
EACH = 20  # loads of one domain that are claimed at a time
IDLE = Seconds(60)  # the longest time without looking
LOOKS_APART = Seconds(0.2)  # at a store that others write to as well
PAUSE = Seconds(5)  # after trouble with the store
RECENT = 3_600_000  # milliseconds: what failed since then may still fail

Rows: TypeAlias = Sequence[Queueing]
"""Rows of one transaction to one domain."""


class Dispatcher:
    """Sends what is queued until it is closed."""

    def __init__(
        self, desk: SendingDesk, planner: Planner, throttle: Throttle, at_once: int
    ) -> None:
        self._desk = desk
        self._planner = planner
        self._throttle = throttle
        self._at_once = at_once
        self._running: dict[asyncio.Task[None], Rows] = {}
        self._ready: dict[Domain, deque[Rows]] = {}  # leased, and without a place yet
        self._behind: set[Domain] = set()  # new rows must wait their turn there
        self._news = asyncio.Event()
        self._crowded = False  # there may be more than there was room for
        self._sending = False  # between `run` and `close`

    @property
    def sending(self) -> int:
        """How many loads are being tried now."""
        return len(self._running)

    # What others tell it

    def wake(self) -> None:
        """Let it look at the queue: something may be due."""
        self._news.set()

    def lease(self, domain: Domain) -> Milliseconds | None:
        """Return until when a new row may be leased; None where it must wait its turn.

        A row with a lease has to be `posted` once it is on disk, unless it is held.
        """
        if len(self._ready.get(domain, ())) >= EACH:
            self._behind.add(domain)
        if not self._sending or domain in self._behind:
            return None
        return self._leased_until()

    def posted(self, rows: Sequence[Queueing]) -> None:
        """These are on disk now; those with a lease are tried at once.

        Of what comes after the end the lease is over when the store is opened again.
        """
        if not self._sending:
            return
        for load in _loads(row for row in rows if row.claimed_until is not None):
            self._take(load)
        if any(row.claimed_until is None for row in rows):
            self.wake()

    # Its life

    async def run(self) -> None:
        """Send until closed; nothing that breaks in a try ends it."""
        self._sending = True
        async with asyncio.TaskGroup() as tasks:
            helpers = [
                tasks.create_task(self._watch()),
                tasks.create_task(self._keep_leases()),
            ]
            while self._sending:
                self._news.clear()
                await self._wait(await self._filled())
            for helper in helpers:
                helper.cancel()

    async def close(self, grace: float) -> None:
        """Begin nothing more, let tries end, and give back what has not."""
        self._sending = False
        self.wake()
        if self._running:
            await asyncio.wait(self._running, timeout=grace)
        left = self._leased()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._give_back(left)
        await self._desk.carrier.close()

    async def renew(self) -> None:
        """Keep the lease of all that is tried or about to be."""
        names, until = self._leased(), self._leased_until()
        if names:
            await self._desk.store.write(lambda books: books.queue.renew(names, until))

    async def _filled(self) -> Seconds:
        """Fill all places; return how long to wait then, unless there is news."""
        try:
            return await self._fill()
        except StoreError:  # who is in trouble says so elsewhere
            return PAUSE
        except Exception as broken:
            self._desk.journal.note(faulted(broken, self._desk.clock.now()))
            return IDLE

    async def _wait(self, wait: Seconds) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(wait):
                await self._news.wait()

    async def _watch(self) -> None:
        """Wake when anyone has written to the store, but not for each commit."""
        mark = NEVER
        while True:
            with suppress(StoreError):
                mark = await self._desk.store.changed(mark, IDLE)
            self.wake()
            await asyncio.sleep(LOOKS_APART)

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(RENEWED)
            with suppress(StoreError):
                await self.renew()

    # Claiming

    async def _fill(self) -> Seconds:
        """Claim and begin all there is room for; return when there may be more."""
        self._begin_all()
        while (room := self._at_once - self.sending) > 0 and self._sending:
            full, now = self._full(), self._desk.clock.now()
            due = await self._next_due(full)
            if due is None or due > now:
                self._behind.intersection_update(full)
                self._crowded = bool(full)
                return self._until(due, now)
            claimed = await self._claim(now, room, full)
            if not claimed:  # another process was faster
                return LOOKS_APART
            for load in _loads(claimed):
                self._take(load)
        self._crowded = True
        return IDLE

    async def _next_due(self, full: Sequence[Domain]) -> Milliseconds | None:
        return await self._desk.store.look(lambda books: books.queue.next_due(full))

    async def _claim(
        self, now: Milliseconds, room: int, full: Sequence[Domain]
    ) -> list[Queueing]:
        until, each = self._leased_until(), min(EACH, room)
        return await self._desk.store.write(
            lambda books: books.queue.claim(now, until, room, excluding=full, each=each)
        )

    def _full(self) -> list[Domain]:
        """Return where what is claimed now could not be tried now."""
        waiting = {domain: len(loads) for domain, loads in self._ready.items()}
        return list({*self._throttle.full(), *waiting})

    def _until(self, due: Milliseconds | None, now: Milliseconds) -> Seconds:
        opening = self._throttle.next_opening()
        waits = [IDLE]
        waits += [] if due is None else [Seconds((due - now) / 1000)]
        waits += [] if opening is None else [opening]
        return min(waits)

    # Beginning and ending tries

    def _take(self, rows: Rows) -> None:
        """Begin a leased load, or let it wait for a place at its destination."""
        first = rows[0]
        domain, failure = first.recipient.domain, first.failure
        since = self._desk.clock.now() - RECENT
        if failure is not None and failure.at > since and tells_of_destination(failure):
            self._throttle.recall(domain, failure)
        self._ready.setdefault(domain, deque()).append(rows)
        self._begin(domain, fresh=rows)

    def _begin(self, domain: Domain, fresh: Rows | None = None) -> None:
        """Begin what has a place at this destination now; all but one has waited."""
        waiting = self._ready[domain]
        while waiting and self.sending < self._at_once:
            suspension = self._throttle.suspension(domain)
            if suspension is not None:
                rows = waiting.popleft()
                self._spawn(rows, put_off(self._desk, rows, suspension))
            elif self._throttle.room(domain):
                self._throttle.begin(domain)
                rows = waiting.popleft()
                waited = rows is not fresh
                self._spawn(rows, self._send(domain, rows, waited=waited))
            else:
                break
        if not waiting:
            del self._ready[domain]

    def _begin_all(self) -> None:
        for domain in tuple(self._ready):
            self._begin(domain)

    def _spawn(self, rows: Rows, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._safely(rows, work))
        self._running[task] = rows
        task.add_done_callback(self._ended)

    async def _safely(self, rows: Rows, work: Coroutine[Any, Any, None]) -> None:
        """Do it; what breaks is told, and its rows are tried again later."""
        try:
            try:
                await work
            except StoreError:
                await asyncio.sleep(PAUSE)
                await self._give_back([row.id for row in rows])
            except Exception as broken:
                self._note(broken, rows)
                await put_back_broken(self._desk, rows)
        except Exception as broken:  # then the lease will end by itself
            self._note(broken, rows)

    def _note(self, broken: Exception, rows: Rows) -> None:
        now = self._desk.clock.now()
        self._desk.journal.note(faulted(broken, now, DeliveryId(rows[0].id)))

    async def _send(self, domain: Domain, rows: Rows, *, waited: bool) -> None:
        try:
            waiting = sum(map(len, self._ready.values()))
            crowd = Crowd(self.sending - 1, waiting)
            if waited:  # the operator may have said otherwise meanwhile
                rows = await still_ours(self._desk, rows)
            pulse = await attempt(self._desk, self._planner, rows, crowd)
            if pulse.ill is not None:
                self._throttle.ill(domain, pulse.ill.kept(self._desk.clock.now()))
            elif pulse.well:
                self._throttle.well(domain)
        finally:
            self._throttle.end(domain)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        if not self._sending:
            return
        self._begin_all()
        if self._crowded:
            self.wake()

    # Leases

    def _leased(self) -> list[QueueId]:
        waiting = (load for loads in self._ready.values() for load in loads)
        return [row.id for load in (*self._running.values(), *waiting) for row in load]

    async def _give_back(self, names: Sequence[QueueId]) -> None:
        if names:
            with suppress(StoreError):  # then the lease will end by itself
                await self._desk.store.write(lambda books: books.queue.give_back(names))

    def _leased_until(self) -> Milliseconds:
        return Milliseconds(self._desk.clock.now() + LEASE)


def _loads(rows: Iterable[Queueing]) -> Iterator[list[Queueing]]:
    """Yield the rows that stand together and are of one transaction to one domain."""
    for _, load in groupby(rows, lambda row: (row.transaction, row.recipient.domain)):
        yield list(load)
