"""One user's rows do not tell of another: who else got a copy, whom else was sought.

Who sent a message knows to whom. A recipient knows only of their own copy; others may
be there by Bcc. RFC 5321 §7.2
"""

import re
from typing import Any

from glassine.events.record import decoded, encoded
from glassine.store.api.events import StoredEvent
from glassine.words.public import Address

ANOTHER = "▒"
_ADDRESS = re.compile(r"[^\s=,<>]+@[^\s,<>]+")


def discreet(event: StoredEvent, mine: tuple[Address, ...]) -> StoredEvent:
    """Return the event as these addresses' owner may see it."""
    own = frozenset(str(address).casefold() for address in mine)
    record = decoded(event.record)
    told = _looked(record, own) if record["type"] == "operator" else _mail(record, own)
    return StoredEvent(event.key, encoded(told))


def _mail(record: dict[str, Any], own: frozenset[str]) -> dict[str, Any]:
    if {_plain(record["mailFrom"]), _plain(record["authUser"])} & own:
        return record
    return record | {"rcptTo": [to for to in record["rcptTo"] if _plain(to) in own]}


def _looked(record: dict[str, Any], own: frozenset[str]) -> dict[str, Any]:
    said = record["details"]
    words = {name: _masked(said[name], own) for name in ("filter", "address")}
    touched = [address for address in said["touched"] if _plain(address) in own]
    return record | {"details": said | words | {"touched": touched}}


def _masked(text: str, own: frozenset[str]) -> str:
    return _ADDRESS.sub(lambda a: a[0] if _plain(a[0]) in own else ANOTHER, text)


def _plain(address: str) -> str:
    return address.strip("<>").casefold()
