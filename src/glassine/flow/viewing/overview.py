"""The house at a glance: counts over time, hosts in trouble, the queue, its health."""

from collections import Counter
from dataclasses import dataclass

from glassine.events.facts import Action
from glassine.flow.viewing.desk import Viewer, ViewingDesk
from glassine.flow.viewing.wanted import at
from glassine.flow.viewing.witness import (
    addresses_of,
    check,
    concerned,
    witnessed,
)
from glassine.store.api.accounts import Account
from glassine.store.api.backlog import Destination, QueueFilter
from glassine.store.api.events import Count, Counted, EventFilter
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books
from glassine.words.clock import Milliseconds
from glassine.words.public import Address

DESTINATIONS = 20
MINUTE = 60_000  # milliseconds
AGES = (0, 10 * MINUTE, 60 * MINUTE, 360 * MINUTE, 1440 * MINUTE)
"""From which age on what waits is counted together; the last has no end."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts by step; the top of each name; how much waits, and since when."""

    types: list[Count]
    deferred: list[Count]  # by destination
    denied: list[Count]  # by check
    failing: list[tuple[str, int]]  # hosts, the worst first
    waiting: int
    oldest: Milliseconds | None
    destinations: list[Destination]
    ages: list[tuple[Milliseconds, int]]  # from which age on, and how many


@dataclass(frozen=True, slots=True)
class AccountRow:
    """What a list of accounts shows."""

    address: Address
    created: Milliseconds
    only_sends: bool


async def overview(
    desk: ViewingDesk,
    viewer: Viewer,
    since: Milliseconds,
    until: Milliseconds,
    step: Milliseconds,
) -> Overview:
    """Return what happened between two moments, by steps of ten minutes or more."""
    check(viewer, Action.OVERVIEW)
    seen = await desk.store.read(lambda books: _overview(books, since, until, step))
    asked = f"since={at(since)} until={at(until)}"
    await witnessed(desk, viewer, Action.OVERVIEW, asked=asked)
    return seen


async def queue(
    desk: ViewingDesk, viewer: Viewer, wanted: QueueFilter
) -> list[Queueing]:
    """Return what is still to be sent: envelopes only."""
    check(viewer, Action.QUEUE_LIST)
    rows = await desk.store.read(lambda books: books.backlog.find(wanted))
    await witnessed(
        desk, viewer, Action.QUEUE_LIST, rows=len(rows), shown=concerned(rows)
    )
    return rows


async def accounts(desk: ViewingDesk, viewer: Viewer) -> list[AccountRow]:
    """Return the accounts, by address."""
    check(viewer, Action.ACCOUNT_LIST)
    found = await desk.store.read(lambda books: books.accounts.all())
    shown = [account.address for account in found]
    await witnessed(desk, viewer, Action.ACCOUNT_LIST, rows=len(found), shown=shown)
    return [_row(account) for account in found]


async def operators_log(
    desk: ViewingDesk, viewer: Viewer, limit: int = 100
) -> list[bytes]:
    """Return the records of the operators' own log, the newest first."""
    check(viewer, Action.EVENTS)
    wanted = EventFilter(types=frozenset({"operator"}), limit=limit)
    found = await desk.store.read(lambda books: books.events.find(wanted))
    records = [event.record for event in found]
    await witnessed(
        desk,
        viewer,
        Action.EVENTS,
        asked="type=operator",
        rows=len(records),
        shown=addresses_of(records),
    )
    return records


def _overview(
    books: Books, since: Milliseconds, until: Milliseconds, step: Milliseconds
) -> Overview:
    types, deferred, denied, failing = (
        books.events.counts(of, since, until, step) for of in Counted
    )
    return Overview(
        types=types,
        deferred=deferred,
        denied=denied,
        failing=top(failing),
        waiting=books.backlog.count(QueueFilter()),
        oldest=oldest(books),
        destinations=books.backlog.destinations(DESTINATIONS),
        ages=_ages(books, until),
    )


def _ages(books: Books, now: Milliseconds) -> list[tuple[Milliseconds, int]]:
    """Return how many rows of the queue are of each age, the youngest first."""
    older = [
        books.backlog.count(QueueFilter(queued_until=Milliseconds(now - age)))
        for age in AGES
    ]
    beyond = [*older[1:], 0]
    return [
        (Milliseconds(age), most - less)
        for age, most, less in zip(AGES, older, beyond, strict=True)
    ]


def oldest(books: Books) -> Milliseconds | None:
    """Return since when the first row of the queue waits."""
    first = books.backlog.find(QueueFilter(limit=1))
    return first[0].queued if first else None


def top(counts: list[Count], most: int = 10) -> list[tuple[str, int]]:
    """Return the names with the highest sums."""
    sums: Counter[str] = Counter()
    for count in counts:
        sums[count.name] += count.events
    return sums.most_common(most)


def _row(account: Account) -> AccountRow:
    return AccountRow(account.address, account.created, account.public_key is None)
