"""Look at events: a page of them, one of them, those to come; each look is kept."""

from dataclasses import dataclass, replace

from glassine.events.facts import Action
from glassine.events.record import decoded
from glassine.flow.viewing.desk import Viewer, ViewingDesk
from glassine.flow.viewing.wanted import in_words
from glassine.flow.viewing.witness import (
    addresses_in,
    addresses_of,
    check,
    witnessed,
)
from glassine.store.api.events import EventFilter, StoredEvent, StoredLines
from glassine.store.api.ids import ChangeMark, EventKey
from glassine.store.api.store import Books
from glassine.words.clock import Seconds
from glassine.words.public import Address, ConnectionId

LINES = 1000  # of a page
TAIL = b'"tail"'


@dataclass(frozen=True, slots=True)
class Page:
    """Events, newest first; the keys to ask on from, None where there is no more."""

    events: list[StoredEvent]
    newer: EventKey | None
    older: EventKey | None


@dataclass(frozen=True, slots=True)
class OneEvent:
    """A record, and the raw lines of its connection."""

    event: StoredEvent
    lines: list[bytes]


async def look(
    desk: ViewingDesk,
    viewer: Viewer,
    wanted: EventFilter,
    *,
    before: EventKey | None = None,
    newer_than: EventKey | None = None,
    action: Action = Action.EVENTS,
) -> Page:
    """Return a page of what was asked for. `action` may be `EXPORT`."""
    check(viewer, action)
    page = await page_of(desk, wanted, before=before, newer_than=newer_than)
    await witnessed(
        desk,
        viewer,
        action,
        asked=in_words(wanted),
        rows=len(page.events),
        shown=_shown(page.events) | asked_for(wanted),
    )
    return page


async def after_skipping(
    desk: ViewingDesk, wanted: EventFilter, skipped: int
) -> EventKey | None:
    """Return the key before which there is what follows on so many; they are not told.

    It costs what is skipped: for whoever counts pages, and cannot go by key.
    """
    before: EventKey | None = None
    while skipped > 0:
        part = replace(wanted, limit=min(skipped, LINES))
        page = await page_of(desk, part, before=before)
        if not page.events:
            break
        before, skipped = page.events[-1].key, skipped - len(page.events)
    return before


async def page_of(
    desk: ViewingDesk,
    wanted: EventFilter,
    *,
    before: EventKey | None = None,
    newer_than: EventKey | None = None,
) -> Page:
    """Return a page to somebody whose own it is: nobody else's look is kept."""
    more = replace(wanted, limit=wanted.limit + 1)

    def work(books: Books) -> list[StoredEvent]:
        return books.events.find(more, before, newer_than=newer_than)

    found = await desk.store.read(work)
    is_more = len(found) > wanted.limit
    if newer_than is not None:
        events = found[-wanted.limit :]
        newer, older = is_more, True
    else:
        events = found[: wanted.limit]
        newer, older = before is not None, is_more
    return Page(
        events,
        events[0].key if events and newer else None,
        events[-1].key if events and older else None,
    )


@dataclass(frozen=True, slots=True)
class News:
    """The newest of what came, oldest first; how many more; where to go on from."""

    events: list[StoredEvent]
    left_out: int
    until: EventKey


async def tail(
    desk: ViewingDesk,
    viewer: Viewer,
    wanted: EventFilter,
    after: EventKey,
    most: int = LINES,
) -> News:
    """Return what came above a key, no more than `most`; a look is kept of what is.

    Looks of this kind are left out, or a tail would see itself for ever.
    """
    check(viewer, Action.TAIL)
    new, until = await desk.store.read(lambda books: _above(books, wanted, after))
    came = [event for event in new if not _is_tail(event)]
    shown = came[-most:]
    if shown:
        await witnessed(
            desk,
            viewer,
            Action.TAIL,
            asked=in_words(wanted),
            rows=len(shown),
            shown=_shown(shown) | asked_for(wanted),
        )
    return News(shown, len(came) - len(shown), until)


def _above(
    books: Books, wanted: EventFilter, after: EventKey
) -> tuple[list[StoredEvent], EventKey]:
    """Return what is above a key, and how far that looked."""
    found = books.events.after(after, wanted)
    if len(found) < wanted.limit:
        return found, books.events.last()[0]
    return found, found[-1].key


async def newest(desk: ViewingDesk) -> EventKey:
    """Return the key from which a tail begins."""
    return (await desk.store.look(lambda books: books.events.last()))[0]


async def changed(desk: ViewingDesk, since: ChangeMark, wait: Seconds) -> ChangeMark:
    """Return the store's mark once it differs, or after the wait."""
    return await desk.store.changed(since, wait)


async def one_event(
    desk: ViewingDesk, viewer: Viewer, key: EventKey
) -> OneEvent | None:
    """Return an event with the raw lines of its connection."""
    check(viewer, Action.EVENT_SHOW)
    event = await desk.store.look(lambda books: books.events.get(key))
    if event is None:
        return None
    kept = await _lines_of(desk, event)
    await witnessed(
        desk,
        viewer,
        Action.EVENT_SHOW,
        asked=f"key={key}",
        rows=1 + len(kept),
        shown=_shown([event]) | addresses_in(kept),
    )
    return OneEvent(event, kept)


async def raw_lines(
    desk: ViewingDesk, viewer: Viewer, connection: ConnectionId | None, limit: int
) -> list[bytes]:
    """Return the newest raw lines, of one connection or of all, in order of time."""
    check(viewer, Action.LOG)
    kept = await desk.store.read(lambda books: _newest_lines(books, connection, limit))
    lines = in_order(kept)[-limit:]
    asked = f"uuid={connection}" if connection else ""
    await witnessed(
        desk,
        viewer,
        Action.LOG,
        asked=asked,
        rows=len(lines),
        shown=addresses_in(lines),
    )
    return lines


def in_order(kept: list[StoredLines]) -> list[bytes]:
    """Return raw lines by the moment that each carries."""
    lines = [line for some in kept for line in some.lines.splitlines(keepends=True)]
    return sorted(lines, key=lambda line: line[:24])


def _newest_lines(
    books: Books, connection: ConnectionId | None, limit: int
) -> list[StoredLines]:
    """Every row of lines has one line at least, so so many rows are enough."""
    start = EventKey(0)
    if connection is None:
        start = EventKey(max(0, books.events.last()[1] - limit))
    return books.events.lines(connection, start, limit)


async def _lines_of(desk: ViewingDesk, event: StoredEvent) -> list[bytes]:
    uuid = str(decoded(event.record)["uuid"])
    if not uuid:
        return []
    connection = ConnectionId(uuid.partition(".")[0])
    return in_order(
        await desk.store.read(
            lambda books: books.events.lines(connection, EventKey(0), LINES)
        )
    )


def _is_tail(event: StoredEvent) -> bool:
    if TAIL not in event.record:  # so that a rush is not read for this alone
        return False
    return bool(decoded(event.record)["details"].get("action") == Action.TAIL)


def _shown(events: list[StoredEvent]) -> set[Address]:
    return addresses_of([event.record for event in events])


def asked_for(wanted: EventFilter) -> set[Address]:
    """Return whom a filter names."""
    named = (wanted.mail_from, wanted.rcpt_to, wanted.account, wanted.touched)
    return {*wanted.about, *(address for address in named if address is not None)}
