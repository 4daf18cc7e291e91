"""One user's rows do not tell of another: the addresses of others are veiled.

A user gets the very rows and lines that an operator gets, in the same words. Only who
else got a copy, or whom else somebody sought, is not theirs to know; that there was
somebody is. `docs/decisions`: what a user sees of others.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from typing import Any

from glassine.events.parse import Line, NotALine, reworded, rewritten
from glassine.events.record import decoded, encoded
from glassine.flow.viewing.ownership import Own, small
from glassine.store.api.events import EventFilter, StoredEvent
from glassine.words.public import Address, without_tag

ANOTHER = "▒"
PLAIN = frozenset({"mid", "messageIdDigest"})  # looks like an address, and is none
_ADDRESS = re.compile(r'(?:"(?:[^"\\]|\\.)*"|[^\s=,<>"]+)@[^\s,<>"]+')
_ALONE = re.compile(r"<.*@.*>")


@dataclass(frozen=True, slots=True)
class Veil:
    """Hides every address but these, which are written small."""

    known: Container[str]

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
        return address if small(address) in self.known else ANOTHER


def discreet(event: StoredEvent, own: Own) -> StoredEvent:
    """Return the event as the owner of these addresses may see it."""
    record = decoded(event.record)
    if sent_by(record, own):
        return event
    return replace(event, record=encoded(veil_of([record], own).record(record)))


def shows(event: StoredEvent, wanted: EventFilter) -> bool:
    """Tell whether what was asked for is to be seen in it, under its veil.

    Else one could ask whether somebody got a copy, and see it by what is found.
    """
    record = decoded(event.record)
    text = event.record.decode().casefold()
    asked, account = wanted.rcpt_to, wanted.account
    return (
        (asked is None or any(_is(to, asked) for to in record["rcptTo"]))
        and (account is None or _is(record["authUser"], account))
        and all(word in text for word in wanted.text.casefold().split())
    )


def _is(written: str, asked: Address) -> bool:
    """Tell whether this is the address asked for, or it with a tag."""
    return small(str(asked)) in (small(written), without_tag(small(written)))


def veil_of(records: Iterable[dict[str, Any]], own: Own) -> Veil:
    """Return the veil over these records: who gets a letter knows who sent it."""
    return Veil(own.knowing(record["mailFrom"] for record in records))


def sent_by(record: dict[str, Any], own: Own) -> bool:
    """Tell whether it is of a letter of theirs: who sent it knows to whom."""
    return any(record[key] in own for key in ("mailFrom", "authUser"))


def names(record: dict[str, Any], own: Own) -> bool:
    """Tell whether it is from, to or about one of these."""
    about = record["details"].get("address", "")
    return sent_by(record, own) or any(
        each in own for each in (*record["rcptTo"], about)
    )


def touches(record: dict[str, Any], own: Own) -> bool:
    """Tell whether an operator's event showed, named or sought one of these."""
    said = record["details"]
    named = (*said["touched"], said["address"], *_ADDRESS.findall(said["filter"]))
    return any(each in own for each in named)
