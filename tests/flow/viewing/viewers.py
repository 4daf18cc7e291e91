"""A desk of those who look, over a store of the test's own, and who comes to it."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from glassine.events.facts import Action, OperatorName
from glassine.events.milestones import Milestone
from glassine.events.record import decoded
from glassine.flow.viewing.desk import Viewer, ViewingDesk
from glassine.store.api.events import EventFilter
from glassine.store.api.operators import Role
from glassine.store.api.store import Books
from glassine.store.sqlite.opening import create_store, open_store
from glassine.vault.server_key import new_server_key
from glassine.words.public import ConnectionId, parse_domain
from store.samples import NOW, StoppedClock

T = TypeVar("T")
DUSTIN = Viewer(OperatorName("dustin"), Role.SUPPORT)
ADA = Viewer(OperatorName("ada"), Role.AUDITOR)
OURS = parse_domain("example.org")


class Window:
    """The desk, and what the test does at it."""

    def __init__(self, desk: ViewingDesk, loop: asyncio.AbstractEventLoop) -> None:
        self.desk = desk
        self._loop = loop

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """Return what it comes to."""
        return self._loop.run_until_complete(doing)

    def write(self, work: Callable[[Books], T]) -> T:
        """Do it to the books."""
        return self.run(self.desk.store.write(work))

    def happen(self, *events: Milestone, lines: bytes = b"") -> None:
        """Keep events, and the lines of their connection."""

        def work(books: Books) -> None:
            books.events.append(events)
            if lines:
                uuid = str(events[0].uuid).partition(".")[0]
                books.events.append_lines(ConnectionId(uuid), NOW, lines)

        self.write(work)

    def looks(self) -> list[dict[str, Any]]:
        """Return what the operators' log says, oldest first."""
        wanted = EventFilter(types=frozenset({"operator"}))
        found = self.write(lambda books: books.events.find(wanted))
        return [decoded(event.record)["details"] for event in reversed(found)]

    def last_look(self, action: Action) -> dict[str, Any]:
        """Return the newest look, which is of this kind."""
        said = self.looks()[-1]
        assert said["action"] == action
        return said


@contextmanager
def window(path: Path) -> Iterator[Window]:
    """Open a window over an empty store."""
    key = new_server_key()
    create_store(path / "data", key.id)
    loop = asyncio.new_event_loop()
    clock = StoppedClock()
    store = open_store(path / "data", key_id=key.id, clock=clock)
    desk = ViewingDesk(
        store=store,
        clock=clock,
        server_key=key,
        sought=lambda text: (key.message_id_digest(text.encode()),),
    )
    here = Window(desk, loop)
    here.write(lambda books: books.accounts.add_domain(OURS, []))
    try:
        yield here
    finally:
        loop.run_until_complete(store.close())
        loop.close()
