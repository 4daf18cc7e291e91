"""A user's own window: what the operator can see of them, and who did look.

The rows are those of the operator's own queries, with the user's addresses as filter,
and the lines those beside them; of others there is a mark (`discretion.py`).
That they look at their own is nobody's business: no operator's event is written.
"""

from dataclasses import replace
from typing import Any

from glassine.events.record import decoded, encoded
from glassine.flow.viewing.desk import ViewingDesk
from glassine.flow.viewing.discretion import (
    discreet,
    names,
    sent_by,
    shows,
    touches,
    veil_of,
)
from glassine.flow.viewing.explain import Explanation, explained
from glassine.flow.viewing.look import Page, page_of
from glassine.flow.viewing.ownership import Own
from glassine.flow.viewing.sentence import sentence
from glassine.flow.viewing.timeline import timeline
from glassine.flow.viewing.trace import Trace, trace_of
from glassine.flow.viewing.uuids import transaction_of, uuid_of
from glassine.store.api.events import EventFilter, StoredEvent
from glassine.store.api.ids import EventKey
from glassine.words.public import Address


async def seen_of(
    desk: ViewingDesk,
    mine: Own,
    wanted: EventFilter,
    *,
    before: EventKey | None = None,
    newer_than: EventKey | None = None,
) -> Page:
    """Return the rows about these addresses that an operator can see, veiled."""
    about = replace(wanted, about=mine.addresses)
    page = await page_of(desk, about, before=before, newer_than=newer_than)
    found = [each for each in page.events if names(decoded(each.record), mine)]
    veiled = [discreet(each, mine) for each in found]
    return replace(page, events=[each for each in veiled if shows(each, wanted)])


async def who_looked(
    desk: ViewingDesk,
    mine: Own,
    *,
    before: EventKey | None = None,
    limit: int = 50,
) -> Page:
    """Return the looks that showed or named one of these addresses, veiled."""
    pages = [
        await page_of(desk, _touching(each, limit), before=before)
        for each in mine.addresses
    ]
    found = {event.key: event for page in pages for event in page.events}
    in_order = sorted(found.values(), key=_newest_first)
    shown = in_order[:limit]
    more = len(in_order) > limit or any(page.older for page in pages)
    told = [each for each in shown if touches(decoded(each.record), mine)]
    events = [discreet(each, mine) for each in told]
    return Page(events, None, shown[-1].key if more else None)


def _touching(address: Address, limit: int) -> EventFilter:
    return EventFilter(types=frozenset({"operator"}), touched=address, limit=limit)


def _newest_first(event: StoredEvent) -> tuple[int, int]:
    """Order as the store does: by moment, then by what was kept last."""
    return -int(decoded(event.record)["ts"]), -event.key


async def sign_ins(
    desk: ViewingDesk, mine: Address, *, before: EventKey | None = None, limit: int = 50
) -> Page:
    """Return the logins to this account: protocol, method, IP address, result."""
    wanted = EventFilter(types=frozenset({"auth"}), account=mine, limit=limit)
    return await page_of(desk, wanted, before=before)


async def own_trace(desk: ViewingDesk, mine: Own, uuid: str) -> Trace | None:
    """Return the trace of a message of these addresses; None where it is another's."""
    found = await trace_of(desk, uuid)
    return _only(found, mine) if found else None


async def own_explanation(
    desk: ViewingDesk, mine: Own, uuid: str
) -> Explanation | None:
    """Return why a message of these addresses was judged as it was.

    Of the recipients it names these alone: the limits of others are theirs.
    """
    found = await own_trace(desk, mine, uuid)
    if found is None:
        return None
    told = explained(found)
    ours = tuple(each for each in told.recipients if str(each) in mine)
    return replace(told, recipients=ours)


def _only(found: Trace, own: Own) -> Trace | None:
    """Return the trace as the operator sees it of these: their rows, under the veil.

    A letter of their own is told whole. Of one that came, deliveries to others are rows
    about others; what all recipients have in common is told, and who they are is not.
    """
    told = [(event, decoded(event.record)) for event in found.events]
    sent = {_letter(record) for _, record in told if sent_by(record, own)}
    mine = [(e, r) for e, r in told if _letter(r) in sent or names(r, own)]
    if not mine:
        return None
    veil = veil_of([record for _, record in mine], own)
    records = [r if _letter(r) in sent else veil.record(r) for _, r in mine]
    uuids = {str(record["uuid"]) for record in records}
    lines = [
        line if transaction_of(uuid_of(line)) in sent else veil.line(line)
        for line in found.lines
        if transaction_of(uuid_of(line)) in sent or _concerns(uuid_of(line), uuids)
    ]
    return replace(
        found,
        events=[
            replace(event, record=encoded(record))
            for (event, _), record in zip(mine, records, strict=True)
        ],
        lines=lines,
        steps=timeline(records, lines),
        sentence=sentence(records),
    )


def _letter(record: dict[str, Any]) -> str:
    """Return of which transaction a record is."""
    return transaction_of(str(record["uuid"]))


def _concerns(uuid: str, mine: set[str]) -> bool:
    """Tell whether a line is of one of these, or of what they are parts of."""
    return any(each == uuid or each.startswith(f"{uuid}.") for each in mine)
