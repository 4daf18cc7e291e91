"""`glassine queue`: what is still to be sent: envelopes, for the letters are sealed."""

from collections.abc import Callable
from typing import Annotated, TypeAlias

from cyclopts import Parameter
from cyclopts.validators import Number

from glassine.cli import queue_rows
from glassine.cli.arguments import Json, Yes
from glassine.cli.confirm import confirm
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.queue_filter import NO_FILTER, Asked, Filter
from glassine.cli.refused import Refused
from glassine.cli.screen import console, for_people
from glassine.cli.uuids import UuidWord
from glassine.events.facts import Action
from glassine.flow.viewing.witness import keep
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books
from glassine.words.public import QueueId

Ids: TypeAlias = tuple[UuidWord, ...]
Act: TypeAlias = Callable[[Books, QueueId], bool]


async def list_(
    *,
    asked: Filter = NO_FILTER,
    limit: Annotated[int, Parameter(validator=Number(gte=1))] = 100,
    json: Json = False,
    config: ConfigFile = None,
) -> None:
    """Print entries, oldest first.

    Parameters
    ----------
    limit
        How many, the oldest.
    """
    async with open_house(config) as house:
        wanted = asked.filter(limit)
        rows = await house.store.read(lambda books: books.backlog.find(wanted))
        await house.looked(Action.QUEUE_LIST, asked.in_words(), len(rows))
    if for_people(json=json):
        console().print(queue_rows.table(rows) if rows else "The queue is empty.")
        return
    for row in rows:
        print(queue_rows.as_json(row))


async def show(
    entry: UuidWord, /, *, json: Json = False, config: ConfigFile = None
) -> None:
    """Print what there is to see of an entry.

    Parameters
    ----------
    entry
        Its id, or the UUID of its message for all its recipients.
    """
    async with open_house(config) as house:
        rows = await house.store.read(lambda books: _chosen(books, (entry,), NO_FILTER))
        asked = NO_FILTER.in_words((entry,))
        await house.looked(Action.QUEUE_SHOW, asked, len(rows))
    _refuse_none(rows)
    for row in rows:
        print(queue_rows.as_json(row) if json else f"{queue_rows.page(row)}\n")


async def hold(
    *entries: UuidWord, asked: Filter = NO_FILTER, config: ConfigFile = None
) -> None:
    """Hold the entries named, or those the options ask for.

    Parameters
    ----------
    entries
        Their ids, or UUIDs of messages for all their recipients.
    """
    async with open_house(config) as house:

        def act(books: Books, row: QueueId) -> bool:
            return books.backlog.hold([row]) > 0

        rows = await _change(house, Action.QUEUE_HOLD, act, entries, asked)
    print(f"{len(rows)} held: they are not tried until you release them.")


async def release(
    *entries: UuidWord, asked: Filter = NO_FILTER, config: ConfigFile = None
) -> None:
    """Release the entries named, or those the options ask for.

    Parameters
    ----------
    entries
        Their ids, or UUIDs of messages for all their recipients.
    """
    async with open_house(config) as house:
        now = house.now()

        def act(books: Books, row: QueueId) -> bool:
            return books.backlog.release([row], now) > 0

        rows = await _change(house, Action.QUEUE_RELEASE, act, entries, asked)
    print(f"{len(rows)} released: they are due now.")


async def drop(
    *entries: UuidWord,
    asked: Filter = NO_FILTER,
    yes: Yes = False,
    config: ConfigFile = None,
) -> None:
    """Drop the entries named, or those the options ask for.

    Parameters
    ----------
    entries
        Their ids, or UUIDs of messages for all their recipients.
    """
    async with open_house(config) as house:
        meant = None if yes else await _confirmed(house, entries, asked)

        def act(books: Books, row: QueueId) -> bool:
            return (meant is None or row in meant) and books.queue.drop(row)

        rows = await _change(house, Action.QUEUE_DROP, act, entries, asked)
    print(f"{len(rows)} dropped.")


async def _confirmed(house: House, entries: Ids, asked: Asked) -> set[QueueId]:
    """Return the entries that the operator has seen counted, and no later ones."""
    rows = await house.store.read(lambda books: _chosen(books, entries, asked))
    _refuse_none(rows)
    confirm(
        f"This forgets {len(rows)} entries of the queue for ever; neither sender nor "
        "recipient is told.",
        "drop",
    )
    return {row.id for row in rows}


async def _change(
    house: House, action: Action, act: Act, entries: Ids, asked: Asked
) -> list[Queueing]:
    """Do it to each, and keep who did it, in one transaction."""

    def work(books: Books) -> list[Queueing]:
        done = [row for row in _chosen(books, entries, asked) if act(books, row.id)]
        _refuse_none(done)
        event = house.operated(action, asked.in_words(entries), rows=len(done))
        keep(books, event)
        return done

    return await house.store.write(work)


def _chosen(books: Books, entries: Ids, asked: Asked) -> list[Queueing]:
    if not entries and asked == NO_FILTER:
        raise Refused("say which: name entries, or --from, --to, --domain, --state")
    rows = books.backlog.find(asked.filter())
    if not entries:
        return rows
    return [row for row in rows if any(_is(row, entry) for entry in entries)]


def _is(row: Queueing, entry: str) -> bool:
    return entry in (row.id, row.transaction)


def _refuse_none(rows: list[Queueing]) -> None:
    if not rows:
        raise Refused("there is no such entry; see: glassine queue list")
