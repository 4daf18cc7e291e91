"""`glassine trace`: the whole way of one message, in both views."""

from collections.abc import Sequence

import msgspec

from glassine.cli import event_rows
from glassine.cli.event_rows import Record
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.log_lines import in_order, show
from glassine.cli.message_ids import sought
from glassine.cli.pages import lines_above, newest_events
from glassine.cli.refused import Refused
from glassine.cli.screen import console, for_people, write
from glassine.cli.story import story
from glassine.cli.uuids import belongs, connection_of, parse_uuid, transaction_of
from glassine.events.facts import Action
from glassine.store.api.events import EventFilter, StoredEvent
from glassine.store.api.ids import EventKey

ALL = 100_000


async def trace(message: str, /, *, config: ConfigFile = None) -> None:
    """Print each transaction's records, then its raw lines, then what became of it.

    Parameters
    ----------
    message
        A UUID of either view (C, C.1 or C.1.1), or a Message-ID, its angle brackets
        or not.
    """
    async with open_house(config) as house:
        uuids, asked = await _uuids(house, message)
        traces = [await _trace(house, uuid) for uuid in uuids]
        rows = sum(len(records) + len(lines) for records, lines in traces)
        await house.looked(Action.TRACE, asked, rows)
    if not rows:
        raise Refused(
            "there is nothing of that; it may be mistyped, or older than [privacy] "
            "keep_events and keep_traces"
        )
    for records, lines in traces:
        _show(records, lines)


async def _uuids(house: House, message: str) -> tuple[list[str], str]:
    """Return the transactions meant, and what was asked in public words."""
    try:
        uuid = parse_uuid(message)
    except ValueError:
        return await _of_message_id(house, message)
    return [transaction_of(uuid)], f"uuid={uuid}"


async def _of_message_id(house: House, message: str) -> tuple[list[str], str]:
    forms = sought(message, house.config, house.key)
    for form in forms:
        found = await newest_events(
            house.store, EventFilter(message_id=form, limit=ALL)
        )
        uuids = [transaction_of(event_rows.read(e.record)["uuid"]) for e in found]
        if uuids:
            return list(dict.fromkeys(uuids)), f"message_id={form}"
    return [], f"message_id={forms[0]}"


async def _trace(house: House, uuid: str) -> tuple[list[StoredEvent], list[bytes]]:
    """Return records and lines of one transaction, and of its connection."""
    connection = connection_of(uuid)
    wanted = EventFilter(uuid=connection, limit=ALL)
    found = await newest_events(house.store, wanted)
    records = [e for e in found if belongs(event_rows.read(e.record)["uuid"], uuid)]
    kept = await lines_above(house.store, EventKey(0), connection)
    return records, in_order(kept, uuid)


def _show(found: Sequence[StoredEvent], lines: Sequence[bytes]) -> None:
    records = [event_rows.read(event.record) for event in found]
    if for_people():
        for record in records:
            console().print_json(_pretty(record), indent=2)
    else:
        write(b"".join(event.record + b"\n" for event in found))
    show(lines)
    write(f"{story(records)}\n".encode())


def _pretty(record: Record) -> str:
    return msgspec.json.encode(record).decode()
