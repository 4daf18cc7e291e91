"""`glassine events`: what happened to messages, as records."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from cyclopts import Parameter

from glassine.cli import event_rows
from glassine.cli.arguments import Follow, Json
from glassine.cli.event_filter import Asked
from glassine.cli.following import follow as follow_store
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.pages import PAGE, newest_events
from glassine.cli.screen import console, for_people, write
from glassine.events.facts import Action
from glassine.flow.viewing.look import asked_for, tail
from glassine.flow.viewing.wanted import in_words
from glassine.flow.viewing.witness import addresses_of
from glassine.store.api.events import EventFilter, StoredEvent
from glassine.store.api.ids import EventKey

ANY = Asked()


async def events(
    *,
    asked: Annotated[Asked, Parameter(name="*")] = ANY,
    follow: Follow = False,
    json: Json = False,
    config: ConfigFile = None,
) -> None:
    """Print the newest records that were asked for, in order of time."""
    async with open_house(config) as house:
        wanted = asked.filter(house.config, house.key, house.now())
        newest = await house.store.read(lambda books: books.events.last()[0])
        found = await newest_events(house.store, wanted)
        records = [event.record for event in found]
        people = addresses_of(records) | asked_for(wanted)
        await house.looked(Action.EVENTS, in_words(wanted), len(found), people)
        shown = Shown(json=json)
        shown.show(found)
        if follow:
            # What was committed after `newest` was read may have been found already.
            newest = max([newest, *(event.key for event in found)])
            await _follow(house, replace(wanted, limit=PAGE), newest, shown)
        elif not found and for_people(json=json):
            print("There is no such record; ask for less, or for an earlier time.")


class Shown:
    """Prints records as they come: a table for people, JSON lines for programs."""

    def __init__(self, *, json: bool) -> None:
        self._for_people = for_people(json=json)
        self._headed = True

    def show(self, found: Sequence[StoredEvent]) -> None:
        """Print these."""
        if not self._for_people:
            write(b"".join(event.record + b"\n" for event in found))
            return
        records = [event_rows.read(event.record) for event in found]
        if records:
            console().print(event_rows.table(records, headed=self._headed))
            self._headed = False


async def _follow(
    house: House, wanted: EventFilter, newest: EventKey, shown: Shown
) -> None:
    async def show_new() -> None:
        nonlocal newest
        before = None
        while newest != before:
            news = await tail(house.viewing(), house.viewer(), wanted, newest, PAGE)
            shown.show(news.events)
            before, newest = newest, news.until

    await follow_store(house.store, show_new)
