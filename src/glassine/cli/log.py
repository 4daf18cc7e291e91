"""`glassine log`: the raw log, a line a step."""

from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from glassine.cli.arguments import Follow
from glassine.cli.following import follow as follow_store
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.log_lines import in_order, show
from glassine.cli.pages import lines_above
from glassine.cli.screen import for_people
from glassine.cli.uuids import UuidWord
from glassine.events.facts import Action
from glassine.flow.viewing.tail_lines import tail_lines
from glassine.flow.viewing.uuids import connection_of
from glassine.flow.viewing.witness import addresses_in
from glassine.store.api.ids import EventKey
from glassine.words.public import ConnectionId


async def log(
    *,
    follow: Follow = False,
    uuid: UuidWord | None = None,
    limit: Annotated[int, Parameter(validator=Number(gte=1))] = 100,
    config: ConfigFile = None,
) -> None:
    """Print the newest lines, in order of time.

    Parameters
    ----------
    uuid
        Only lines of this connection, transaction or delivery.
    limit
        How many, the newest; 100 if it is left out.
    """
    async with open_house(config) as house:
        newest = await house.store.read(lambda books: books.events.last()[1])
        # A row holds one line or more: so many rows are enough.
        first = EventKey(0) if uuid else EventKey(max(0, newest - limit))
        kept = await lines_above(house.store, first, _connection(uuid))
        newest = kept[-1].key if kept else newest
        lines = in_order(kept, uuid)[-limit:]
        asked = f"uuid={uuid}" if uuid else ""
        await house.looked(Action.LOG, asked, len(lines), addresses_in(lines))
        show(lines)
        if follow:
            await _follow(house, newest, uuid)
        elif not lines and for_people():
            print("There is no such line; it may be older than [privacy] keep_traces.")


async def _follow(house: House, newest: EventKey, uuid: str | None) -> None:
    async def show_new() -> None:
        nonlocal newest
        before = None
        while newest != before:
            before = newest
            lines, newest = await tail_lines(
                house.viewing(), house.viewer(), newest, uuid
            )
            show(lines)

    await follow_store(house.store, show_new)


def _connection(uuid: str | None) -> ConnectionId | None:
    return connection_of(uuid) if uuid else None
