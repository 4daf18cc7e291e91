"""The whole way of one message, over all its recipients, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from glassine.events.facts import Action
from glassine.events.record import decoded
from glassine.flow.viewing.desk import Viewer, ViewingDesk
from glassine.flow.viewing.look import in_order
from glassine.flow.viewing.sentence import sentence
from glassine.flow.viewing.timeline import Step, timeline
from glassine.flow.viewing.uuids import belongs, connection_of, transaction_of, uuid_of
from glassine.flow.viewing.witness import addresses_of, check, witnessed
from glassine.store.api.events import EventFilter, StoredEvent, StoredLines
from glassine.store.api.ids import EventKey
from glassine.store.api.store import Books
from glassine.words.public import MessageIdDigest

MOST = 10_000  # records or rows of lines of one connection


@dataclass(frozen=True, slots=True)
class Trace:
    """One transaction: its records and raw lines in order, and what they tell."""

    uuid: str
    events: list[StoredEvent]
    lines: list[bytes]
    steps: list[Step]
    sentence: str

    @property
    def rows(self) -> int:
        """How many records and lines it shows."""
        return len(self.events) + len(self.lines)


async def trace_by_uuid(desk: ViewingDesk, viewer: Viewer, uuid: str) -> Trace | None:
    """Return the trace of C, C.N or C.N.M; None where nothing is kept of it."""
    check(viewer, Action.TRACE)
    found = await trace_of(desk, uuid)
    await _seen(desk, viewer, f"uuid={uuid}", [found] if found else [])
    return found


async def traces_of_message(
    desk: ViewingDesk, viewer: Viewer, message_id: str
) -> list[Trace]:
    """Return the trace of each transaction that carried this Message-ID."""
    check(viewer, Action.TRACE)
    uuids, form = await transactions(desk, message_id)
    found = [each for uuid in uuids if (each := await trace_of(desk, uuid)) is not None]
    await _seen(desk, viewer, f"message_id={form}", found)
    return found


async def trace_of(desk: ViewingDesk, uuid: str) -> Trace | None:
    """Return a trace to somebody whose own it is: nobody else's look is kept."""
    wanted = transaction_of(uuid)
    events, kept = await desk.store.read(lambda books: _kept(books, wanted))
    lines = [line for line in in_order(kept) if belongs(uuid_of(line), wanted)]
    if not events and not lines:
        return None
    records: Sequence[dict[str, Any]] = [decoded(event.record) for event in events]
    return Trace(wanted, events, lines, timeline(records, lines), sentence(records))


async def transactions_in(desk: ViewingDesk, uuid: str) -> list[str]:
    """Return the transactions of a connection, in order; of all else its own."""
    wanted = transaction_of(uuid)
    if wanted != connection_of(uuid):
        return [wanted]
    events, _ = await desk.store.read(lambda books: _kept(books, wanted))
    named = [transaction_of(str(decoded(e.record)["uuid"])) for e in events]
    return [each for each in dict.fromkeys(named) if each != wanted] or [wanted]


async def transactions(
    desk: ViewingDesk, message_id: str
) -> tuple[list[str], MessageIdDigest]:
    """Return the transactions of a message, and the form under which it was found."""
    forms = desk.sought(message_id)
    return await desk.store.read(lambda books: _transactions(books, forms))


async def _seen(
    desk: ViewingDesk, viewer: Viewer, asked: str, found: list[Trace]
) -> None:
    records = [event.record for each in found for event in each.events]
    await witnessed(
        desk,
        viewer,
        Action.TRACE,
        asked=asked,
        rows=sum(each.rows for each in found),
        shown=addresses_of(records),
    )


def _kept(books: Books, uuid: str) -> tuple[list[StoredEvent], list[StoredLines]]:
    """Return what is kept of a transaction, and of its connection; oldest first."""
    connection = connection_of(uuid)
    found = books.events.find(EventFilter(uuid=connection, limit=MOST))[::-1]
    events = [e for e in found if belongs(str(decoded(e.record)["uuid"]), uuid)]
    return events, books.events.lines(connection, EventKey(0), MOST)


def _transactions(
    books: Books, forms: tuple[MessageIdDigest, ...]
) -> tuple[list[str], MessageIdDigest]:
    for form in forms:
        found = books.events.find(EventFilter(message_id=form, limit=MOST))[::-1]
        uuids = [transaction_of(str(decoded(e.record)["uuid"])) for e in found]
        if uuids:
            return list(dict.fromkeys(uuids)), form
    return [], forms[0]
