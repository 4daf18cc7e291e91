"""One user's rows do not tell of another: the addresses of others are veiled.

A user gets the very rows and lines that an operator gets, in the same words. Only who
else got a copy, or whom else somebody sought, is not theirs to know; that there was
somebody is. `docs/decisions`: what a user sees of others.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from glassine.events.parse import Line, NotALine, reworded, rewritten
from glassine.events.record import decoded, encoded
from glassine.store.api.events import EventFilter, StoredEvent
from glassine.words.public import Address

ANOTHER = "▒"
PLAIN = frozenset({"mid", "messageIdDigest"})  # looks like an address, and is none
_ADDRESS = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^\s=,<>"]+)@[^\s,<>"]+')
_ALONE = re.compile(r"<.*@.*>")


@dataclass(frozen=True, slots=True)
class Veil:
    """Hides every address but these, which are written small."""

    known: frozenset[str]

    def record(self, record: dict[str, Any]) -> dict[str, Any]:
        """Return the record, with a mark for each address that is another's."""
        return {key: self._value(key, each) for key, each in record.items()}

    def line(self, line: bytes) -> bytes:
        """Return the raw line likewise; nothing, where it does not read back."""
        try:
            return rewritten(line, self._line)
        except NotALine:
            return b""

    def text(self, text: str) -> str:
        """Return a text likewise; an address may hold blanks where it stands alone."""
        if _ALONE.fullmatch(text):
            return self._one(text)
        return _ADDRESS.sub(lambda found: self._one(found[0]), text)

    def _line(self, line: Line) -> Line:
        pairs = self.record(line.pairs)
        return replace(line, text=reworded(line.text, self.text), pairs=pairs)

    def _value(self, key: str, value: Any) -> Any:
        match value:
            case str() if key not in PLAIN:
                return self.text(value)
            case list():
                return [self._value(key, each) for each in value]
            case dict():
                return self.record(value)
            case _:
                return value

    def _one(self, address: str) -> str:
        return address if _small(address) in self.known else ANOTHER


def discreet(event: StoredEvent, mine: Iterable[Address]) -> StoredEvent:
    """Return the event as the owner of these addresses may see it."""
    record, own = decoded(event.record), small(mine)
    if sent_by(record, own):
        return event
    return replace(event, record=encoded(veil_of([record], own).record(record)))


def shows(event: StoredEvent, wanted: EventFilter) -> bool:
    """Tell whether what was asked for is to be seen in it, under its veil.

    Else one could ask whether somebody got a copy, and see it by what is found.
    """
    record = decoded(event.record)
    text = event.record.decode().casefold()
    to = {_small(address) for address in record["rcptTo"]}
    asked, account = wanted.rcpt_to, wanted.account
    return (
        (asked is None or _small(str(asked)) in to)
        and (account is None or _small(str(account)) == _small(record["authUser"]))
        and all(word in text for word in wanted.text.casefold().split())
    )


def veil_of(records: Iterable[dict[str, Any]], own: frozenset[str]) -> Veil:
    """Return the veil over these records: who gets a letter knows who sent it."""
    return Veil(own | {_small(record["mailFrom"]) for record in records})


def sent_by(record: dict[str, Any], own: frozenset[str]) -> bool:
    """Tell whether it is of a letter of theirs: who sent it knows to whom."""
    return any(_small(record[key]) in own for key in ("mailFrom", "authUser"))


def names(record: dict[str, Any], own: frozenset[str]) -> bool:
    """Tell whether it is from, to or about one of these."""
    to = {_small(address) for address in record["rcptTo"]}
    about = _small(record["details"].get("address", ""))
    return sent_by(record, own) or bool({*to, about} & own)


def small(addresses: Iterable[Address]) -> frozenset[str]:
    """Return addresses as they are compared here."""
    return frozenset(_small(str(address)) for address in addresses)


def _small(address: str) -> str:
    return address.strip("<>").casefold()
