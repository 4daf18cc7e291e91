"""One user's rows do not tell of another: who else got a copy, whom else was sought."""

import re
from typing import Any

from glassine.events.record import decoded, encoded
from glassine.flow.viewing.own import as_seen_by
from glassine.store.api.events import StoredEvent
from glassine.words.public import Address

ANOTHER = "▒"
_ADDRESS = re.compile(r"[^\s=,<>]+@[^\s,<>]+")


def discreet(event: StoredEvent, mine: tuple[Address, ...]) -> StoredEvent:
    """Return the event as these addresses' owner may see it."""
    record = decoded(event.record)
    if record["type"] != "operator":
        return as_seen_by(event, mine)
    own = frozenset(str(address).casefold() for address in mine)
    return StoredEvent(event.key, encoded(_looked(record, own)))


def _looked(record: dict[str, Any], own: frozenset[str]) -> dict[str, Any]:
    said = record["details"]
    words = {name: _masked(said[name], own) for name in ("filter", "address")}
    touched = [address for address in said["touched"] if _plain(address) in own]
    return record | {"details": said | words | {"touched": touched}}


def _masked(text: str, own: frozenset[str]) -> str:
    return _ADDRESS.sub(lambda a: a[0] if _plain(a[0]) in own else ANOTHER, text)


def _plain(address: str) -> str:
    return address.strip("<>").casefold()
