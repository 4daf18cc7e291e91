"""`glassine trace`: the whole way of one message, in both views."""

from collections.abc import Sequence

import msgspec

from glassine.cli.event_rows import Record, read
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.log_lines import show
from glassine.cli.nothing import NOTHING
from glassine.cli.refused import Refused
from glassine.cli.screen import console, for_people, write
from glassine.flow.viewing.sentence import length
from glassine.flow.viewing.timeline import Step
from glassine.flow.viewing.trace import Trace, trace_by_uuid, traces_of_message
from glassine.flow.viewing.uuids import parse_uuid


async def trace(message: str, /, *, config: ConfigFile = None) -> None:
    """Print each transaction's records, then its raw lines, then what became of it.

    Parameters
    ----------
    message
        A UUID as the log has it (C, C.1 or C.1.1), or a Message-ID.
    """
    async with open_house(config) as house:
        traces = await _traces(house, message)
    if not traces:
        raise Refused(NOTHING)
    for each in traces:
        _show(each)


async def _traces(house: House, message: str) -> list[Trace]:
    """Return the traces of a UUID or of a Message-ID."""
    try:
        uuid = parse_uuid(message)
    except ValueError:
        return await traces_of_message(house.viewing(), house.viewer(), message)
    found = await trace_by_uuid(house.viewing(), house.viewer(), uuid)
    return [found] if found else []


def _show(found: Trace) -> None:
    if for_people():
        for event in found.events:
            console().print_json(_pretty(read(event.record)), indent=2)
        show(found.lines)
        _show_steps(found.steps)
    else:
        write(b"".join(event.record + b"\n" for event in found.events))
        show(found.lines)
    write(f"{found.sentence}\n".encode())


def _show_steps(steps: Sequence[Step]) -> None:
    for step in steps:
        console().print(f"{'+' + length(step.after):>10}  {step.told}")


def _pretty(record: Record) -> str:
    return msgspec.json.encode(record).decode()
