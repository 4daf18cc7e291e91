"""One record, for the user whom it is about: sender, recipient or account."""

from glassine.events.record import decoded
from glassine.flow.viewing.desk import ViewingDesk
from glassine.flow.viewing.discretion import discreet, names
from glassine.flow.viewing.ownership import Own
from glassine.store.api.events import StoredEvent
from glassine.store.api.ids import EventKey


async def own_record(desk: ViewingDesk, mine: Own, key: EventKey) -> StoredEvent | None:
    """Return the record of a key; None where it is another's, or an operator's."""
    event = await desk.store.look(lambda books: books.events.get(key))
    if event is None or decoded(event.record)["type"] == "operator":
        return None
    return discreet(event, mine) if names(decoded(event.record), mine) else None
