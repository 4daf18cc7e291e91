"""A user's own window: what the operator can see of them, and who did look.

The rows are those of the operator's own queries, with the user's addresses as filter.
That they look at their own is nobody's business: no operator's event is written.
"""

from dataclasses import dataclass, replace
from typing import Any

from glassine.events.record import decoded, encoded
from glassine.flow.viewing.desk import ViewingDesk
from glassine.flow.viewing.look import Page, page_of
from glassine.flow.viewing.sentence import sentence
from glassine.flow.viewing.timeline import timeline
from glassine.flow.viewing.trace import Trace, trace_of
from glassine.flow.viewing.witness import addresses_of
from glassine.store.api.events import EventFilter, StoredEvent
from glassine.store.api.ids import EventKey
from glassine.words.clock import Milliseconds
from glassine.words.public import Address


@dataclass(frozen=True, slots=True)
class Look:
    """One look of an operator that touched this user."""

    at: Milliseconds
    who: str
    action: str
    asked: str
    rows: int


async def seen_of(
    desk: ViewingDesk,
    mine: tuple[Address, ...],
    wanted: EventFilter,
    *,
    before: EventKey | None = None,
    newer_than: EventKey | None = None,
) -> Page:
    """Return the rows about these addresses that an operator can see.

    Of the other recipients of what was sent to them nothing is said: who was sent a
    blind copy is not theirs to know.
    """
    own = replace(wanted, about=mine)
    page = await page_of(desk, own, before=before, newer_than=newer_than)
    return replace(page, events=[as_seen_by(each, mine) for each in page.events])


async def who_looked(
    desk: ViewingDesk, mine: Address, *, before: EventKey | None = None, limit: int = 50
) -> tuple[list[Look], EventKey | None]:
    """Return the looks that showed or named this address, and the key to go on from."""
    wanted = EventFilter(types=frozenset({"operator"}), touched=mine, limit=limit)
    page = await page_of(desk, wanted, before=before)
    return [_look(decoded(event.record)) for event in page.events], page.older


async def sign_ins(
    desk: ViewingDesk, mine: Address, *, before: EventKey | None = None, limit: int = 50
) -> Page:
    """Return the logins to this account: protocol, method, IP address, result."""
    wanted = EventFilter(types=frozenset({"auth"}), account=mine, limit=limit)
    return await page_of(desk, wanted, before=before)


async def own_trace(
    desk: ViewingDesk, mine: tuple[Address, ...], uuid: str
) -> Trace | None:
    """Return the trace of a message of these addresses; None where it is another's.

    What is said of other recipients in the same transaction stays out.
    """
    found = await trace_of(desk, uuid)
    return _only(found, mine) if found else None


def _only(found: Trace, mine: tuple[Address, ...]) -> Trace | None:
    """Keep what concerns these; the sender sees it all, a recipient their own part."""
    told = [decoded(event.record) for event in found.events]
    if any(_sent_by(record, mine) for record in told):
        return found
    named = [e for e in found.events if addresses_of([e.record]) & set(mine)]
    kept = [as_seen_by(event, mine) for event in named]
    if not kept:
        return None
    records = [decoded(event.record) for event in kept]
    return replace(
        found,
        events=kept,
        lines=[],
        steps=timeline(records, []),
        sentence=sentence(records),
    )


def as_seen_by(event: StoredEvent, mine: tuple[Address, ...]) -> StoredEvent:
    """Return the event without the other recipients, but to who sent it."""
    record = decoded(event.record)
    if len(record["rcptTo"]) < 2 or _sent_by(record, mine):
        return event
    own = [f"<{address}>".casefold() for address in mine]
    kept = [to for to in record["rcptTo"] if to.casefold() in own]
    return replace(event, record=encoded(record | {"rcptTo": kept}))


def _sent_by(record: dict[str, Any], mine: tuple[Address, ...]) -> bool:
    own = [str(address).casefold() for address in mine]
    return any(
        str(record[key]).strip("<>").casefold() in own
        for key in ("mailFrom", "authUser")
    )


def _look(record: dict[str, Any]) -> Look:
    said = record["details"]
    return Look(
        Milliseconds(record["ts"]),
        said["who"],
        said["action"],
        said["filter"],
        said["rows"],
    )
