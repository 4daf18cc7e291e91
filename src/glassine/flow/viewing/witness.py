"""The operator is seen too: nothing is shown before it is kept that somebody looks.

What is kept names the addresses of ours that were shown, so that their owners can be
told who has seen them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from glassine.events import lines
from glassine.events.facts import Action, FilterText
from glassine.events.milestones import Operated
from glassine.events.record import decoded
from glassine.flow.viewing.desk import Viewer, ViewingDesk
from glassine.store.api.operators import Role
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books
from glassine.words.public import Address, NotPublic, parse_address

READ = frozenset(
    {
        Action.EVENTS,
        Action.EVENT_SHOW,
        Action.PAGE,
        Action.EXPORT,
        Action.TAIL,
        Action.LOG,
        Action.TRACE,
        Action.EXPLAIN,
        Action.OVERVIEW,
        Action.HEALTH,
        Action.QUEUE_LIST,
        Action.QUEUE_SHOW,
        Action.ACCOUNT_LIST,
        Action.APP_PASSWORD_LIST,
    }
)
QUEUE = frozenset(
    {
        Action.QUEUE_HOLD,
        Action.QUEUE_RELEASE,
        Action.QUEUE_DROP,
        Action.QUEUE_BOUNCE,
    }
)
MAY = {
    Role.AUDITOR: READ | {Action.VERIFY},
    Role.SUPPORT: READ | QUEUE,
    Role.ADMIN: frozenset(Action),
}


# A Message-ID has the form of an address, and is none.
_WRITTEN = re.compile(
    rb'\bmid=(?:"(?:[^"\\]|\\.)*"|\S+)|(?P<address>[^\s=,<>"()]+@[^\s=,<>"()]+)'
)


class NotAllowed(Exception):
    """The operator's role does not go that far."""


def check(viewer: Viewer, action: Action) -> None:
    """Raise `NotAllowed` where the viewer's role does not allow it."""
    if action not in MAY[viewer.role]:
        raise NotAllowed


async def witnessed(
    desk: ViewingDesk,
    viewer: Viewer,
    action: Action,
    *,
    asked: str = "",
    rows: int | None = None,
    shown: Iterable[Address] = (),
) -> None:
    """Keep that somebody looked, in the chain; return once it is on disk."""

    def work(books: Books) -> None:
        event = Operated(
            at=desk.clock.now(),
            who=viewer.who,
            action=action,
            filter=FilterText(asked),
            rows=rows,
            touched=ours(books, shown),
        )
        keep(books, event)

    await desk.store.write(work)


def ours(books: Books, shown: Iterable[Address]) -> tuple[Address, ...]:
    """Return those of these addresses that are at domains of ours, each once."""
    names = {domain.name for domain in books.accounts.domains()}
    at_home = (each for each in shown if each.domain.name in names)
    return tuple(sorted(set(at_home), key=str))


def keep(books: Books, event: Operated) -> None:
    """Keep the event and its raw line."""
    books.events.append([event])
    books.events.append_lines(None, event.at, lines.render(event))


def addresses_of(records: Sequence[bytes]) -> set[Address]:
    """Return every mail address that these records show."""
    found: set[str] = set()
    for record in map(decoded, records):
        said = record["details"]
        found |= {*record["rcptTo"], record["mailFrom"], record["authUser"]}
        found |= {said.get("address", ""), *said.get("touched", ())}
    return {address for text in found if (address := address_in(text)) is not None}


def concerned(rows: Iterable[Queueing]) -> set[Address]:
    """Return whom these rows of the queue are from and to."""
    return {each for row in rows for each in (row.sender, row.recipient) if each}


def addresses_in(raw: Iterable[bytes]) -> set[Address]:
    """Return every mail address that these raw lines show."""
    found = {text for line in raw for text in _written(line)}
    return {address for text in found if (address := address_in(text)) is not None}


def _written(line: bytes) -> Iterator[str]:
    for each in _WRITTEN.finditer(line):
        if each["address"]:
            yield each["address"].decode("utf-8", "replace")


def address_in(text: str) -> Address | None:
    """Return the address that a record shows; None where ageing took it away."""
    try:
        return parse_address(text.strip("<>"))
    except NotPublic:
        return None
