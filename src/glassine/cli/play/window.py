"""What the operator sees of one letter, and whether it has the form of the seed's.

The records are found by the letter's Message-ID, as an operator would who was told it:
the log holds only a digest of it, and the search digests what it is asked for.
"""

import asyncio
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glassine.cli.house import House, open_house
from glassine.cli.play.letters import Letter
from glassine.cli.play.server import Server
from glassine.cli.refused import Refused
from glassine.events.facts import Action
from glassine.store.api.events import EventFilter

TO_ARRIVE = 15.0  # seconds, on a busy machine
LOOK_AGAIN = 0.05
SEED: dict[str, Any] = {
    "ts": int,
    "type": str,
    "direction": str,
    "uuid": str,
    "remote": {
        "ip": str,
        "port": int,
        "host": str,
        "info": str,
        "closed": bool,
        "is_private": bool,
        "is_local": bool,
    },
    "authUser": str,
    "mailFrom": str,
    "rcptTo": list,
    "details": {"spamStatus": str, "message": str},
}
"""The seed's record: its keys in order, and the type of each value."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Both views of one letter."""

    records: tuple[bytes, ...]
    lines: bytes


async def look(
    config: Path, server: Server, letter: Letter, *, begins: int, types: set[str]
) -> Seen:
    """Return all that the operator can see of a letter. Raises `Refused`.

    `begins` is where in the raw log its story begins, `types` what it is told in.
    """
    async with open_house(config) as house:
        await house.looked(Action.TRACE, "by Message-ID")
        limit = time.monotonic() + TO_ARRIVE
        while time.monotonic() < limit:
            server.check()
            records = await _records(house, letter)
            lines = server.log.read_bytes()[begins:]
            if _types(records) >= types and b"] [core] disconnect " in lines:
                return Seen(tuple(records), lines)
            await asyncio.sleep(LOOK_AGAIN)
    raise Refused(f"the letter from {letter.sender.addr_spec} did not arrive")


async def _records(house: House, letter: Letter) -> list[bytes]:
    """Return the records of the connection that brought the Message-ID, in order."""
    digest = house.key.message_id_digest(letter.message_id.encode())
    by_id = EventFilter(message_id=digest)
    found = await house.store.read(lambda books: books.events.find(by_id))
    if not found:
        return []
    connection = json.loads(found[-1].record)["uuid"].partition(".")[0]
    whole = EventFilter(uuid=connection)
    events = await house.store.read(lambda books: books.events.find(whole))
    return [event.record for event in reversed(events)]


def _types(records: list[bytes]) -> set[str]:
    return {json.loads(record)["type"] for record in records}


def check_form(records: tuple[bytes, ...]) -> None:
    """See that each record has the seed's keys, order and types. Raises `Refused`."""
    for record in records:
        if not fits(json.loads(record), SEED):
            raise Refused("a record does not have the keys and types of the seed's")


def fits(value: Any, shape: Any) -> bool:
    """Tell whether a value has a shape. Details may have more keys after the seed's."""
    if not isinstance(shape, dict):
        return type(value) is shape
    keys = list(value) if isinstance(value, dict) else []
    told = keys[: len(shape)] if shape is SEED["details"] else keys
    return told == list(shape) and all(fits(value[k], shape[k]) for k in shape)
