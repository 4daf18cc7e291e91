"""`glassine queue`: what is still to be sent: envelopes, for the letters are sealed."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from glassine.cli import queue_domains, queue_rows
from glassine.cli.arguments import Json
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.pages import queue_pages
from glassine.cli.queue_filter import NO_FILTER, Filter, in_words
from glassine.cli.refused import Refused
from glassine.cli.screen import console, for_people
from glassine.cli.uuids import UuidWord
from glassine.events.facts import Action
from glassine.flow.viewing.witness import concerned
from glassine.store.api.backlog import QueueFilter
from glassine.store.api.ids import QueuePlace
from glassine.store.api.queue import Queueing


async def list_(
    *,
    asked: Filter = NO_FILTER,
    limit: Annotated[int, Parameter(validator=Number(gte=1))] = 100,
    after: Annotated[int, Parameter(validator=Number(gte=0))] = 0,
    by_domain: bool = False,
    json: Json = False,
    config: ConfigFile = None,
) -> None:
    """Print entries, oldest first.

    Parameters
    ----------
    limit
        How many, the oldest; of domains, those with the most. 100 if left out.
    after
        Go on after this place, as the list before told it.
    by_domain
        Print a line a domain instead: how many, how old, when the next try is.
    """
    async with open_house(config) as house:
        wanted = asked.filter(house.now(), limit=limit)
        if not by_domain:
            await _list(house, wanted, QueuePlace(after), json=json)
        elif asked == NO_FILTER:
            await _list_by_domain(house, limit, json=json)
        else:
            raise Refused(
                "--by-domain tells of all that waits; leave the other options out"
            )


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
        wanted = NO_FILTER.filter(house.now(), uuid=entry)
        number = await house.store.read(lambda books: books.backlog.count(wanted))
        asked = in_words(wanted, (entry,))
        if not number:
            await house.looked(Action.QUEUE_SHOW, asked, 0)
            raise Refused("there is no such entry; see: glassine queue list")
        async for rows in _seen(house, Action.QUEUE_SHOW, asked, wanted):
            for row in rows:
                print(queue_rows.as_json(row) if json else f"{queue_rows.page(row)}\n")


async def _list(
    house: House, wanted: QueueFilter, after: QueuePlace, *, json: bool
) -> None:
    number = await house.store.read(lambda b: b.backlog.count(wanted, after))
    people, asked = for_people(json=json), in_words(wanted)
    headed, shown = True, 0
    async for rows in _seen(house, Action.QUEUE_LIST, asked, wanted, after):
        _print(rows, people=people, headed=headed)
        headed, shown, after = False, shown + len(rows), rows[-1].place
    if not shown:
        await house.looked(Action.QUEUE_LIST, asked, 0)
    if people and not number:
        print("There is no such entry.")
    if people and number > shown:
        print(f"{number - shown} more; they follow with --after {after}.")


async def _seen(
    house: House,
    action: Action,
    asked: str,
    wanted: QueueFilter,
    after: QueuePlace | None = None,
) -> AsyncIterator[list[Queueing]]:
    """Yield rows; before any is shown it is kept whose mail they are."""
    async for rows in queue_pages(house.store, wanted, after):
        await house.looked(action, asked, len(rows), concerned(rows))
        yield rows


def _print(rows: Sequence[Queueing], *, people: bool, headed: bool) -> None:
    if people:
        console().print(queue_rows.table(rows, headed=headed))
        return
    for row in rows:
        print(queue_rows.as_json(row))


async def _list_by_domain(house: House, limit: int, *, json: bool) -> None:
    told = await house.store.read(lambda books: books.backlog.destinations(limit))
    await house.looked(Action.QUEUE_LIST, "by=domain", len(told))
    if for_people(json=json):
        console().print(queue_domains.table(told))
        return
    for each in told:
        print(queue_domains.as_json(each))
