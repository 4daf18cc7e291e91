"""Open a page: a record, the way of its message, and why it was so, in one look.

Programs ask for each of these by itself, and each is a look; a person opens one page.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from glassine.events.facts import Action
from glassine.events.record import decoded
from glassine.flow.viewing.desk import Viewer, ViewingDesk
from glassine.flow.viewing.explain import Explanation, explained
from glassine.flow.viewing.look import one_event
from glassine.flow.viewing.trace import Trace, trace_of, transactions_in
from glassine.flow.viewing.witness import (
    addresses_in,
    addresses_of,
    check,
    witnessed,
)
from glassine.store.api.events import StoredEvent
from glassine.store.api.ids import EventKey


@dataclass(frozen=True, slots=True)
class Story:
    """The way of one message or connection, and why the first message came out so."""

    trace: Trace
    why: Explanation | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A record, and the story that it is part of; the house's own have none."""

    event: StoredEvent
    story: Story | None


async def open_event(desk: ViewingDesk, viewer: Viewer, key: EventKey) -> Opened | None:
    """Return a record with its story; None where it is no more."""
    check(viewer, Action.PAGE)
    event = await desk.store.look(lambda books: books.events.get(key))
    if event is None:
        return None
    uuid = str(decoded(event.record)["uuid"])
    if not uuid:
        alone = await one_event(desk, viewer, key)
        return Opened(alone.event, None) if alone else None
    story = await _story(desk, uuid)
    await _seen(desk, viewer, uuid, story, [event])
    return Opened(event, story)


async def open_story(desk: ViewingDesk, viewer: Viewer, uuid: str) -> Story | None:
    """Return the story of C, C.N or C.N.M; None where nothing is kept of it."""
    check(viewer, Action.PAGE)
    story = await _story(desk, uuid)
    await _seen(desk, viewer, uuid, story)
    return story


async def _story(desk: ViewingDesk, uuid: str) -> Story | None:
    trace = await trace_of(desk, uuid)
    if trace is None:
        return None
    for transaction in await transactions_in(desk, uuid):
        judged = await trace_of(desk, transaction)
        if judged is not None:
            return Story(trace, explained(judged))
    return Story(trace, None)


async def _seen(
    desk: ViewingDesk,
    viewer: Viewer,
    uuid: str,
    story: Story | None,
    alone: Iterable[StoredEvent] = (),
) -> None:
    """Keep one look at all that is shown; a record that its trace holds counts once."""
    events = {event.key: event for event in alone}
    lines: list[bytes] = []
    if story:
        events |= {event.key: event for event in story.trace.events}
        lines = story.trace.lines
    records = [event.record for event in events.values()]
    await witnessed(
        desk,
        viewer,
        Action.PAGE,
        asked=f"uuid={uuid}",
        rows=len(records) + len(lines),
        shown=addresses_of(records) | addresses_in(lines),
    )
