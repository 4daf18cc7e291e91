"""A record as a person reads it: the same words as in the JSON, in fewer places."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from msgspec import json

from glassine.events.record import decoded
from glassine.flow.viewing.explaining import gravest

Record: TypeAlias = Mapping[str, Any]
"""A JSON record, as `docs/events.md` says."""

TYPES = (
    "received",
    "queued",
    "delivered",
    "deferred",
    "bounce",
    "denied",
    "spam",
    "spam-learn",
    "quota",
    "auth",
    "operator",
    "pruned",
)
DEEDS = {
    "events": "searched the records",
    "event show": "opened a record",
    "event page": "opened a record, its way, its raw lines, and why it was judged so",
    "export": "saved records to a file",
    "tail": "watched records come",
    "log": "read raw lines",
    "trace": "followed a message",
    "explain": "asked why it was judged so",
    "account add": "made the account",
    "account passwd": "set a new password",
    "account list": "looked at the accounts",
    "app-password add": "made an app password",
    "app-password revoke": "destroyed an app password",
    "app-password list": "looked at the names of app passwords",
    "queue list": "looked at the queue",
    "queue show": "looked at what waits of a message",
    "queue hold": "held a message back",
    "queue release": "let a message go",
    "queue drop": "dropped a message",
    "queue drop --bounce": "gave a message up",
    "hold-rule add": "had mail held when it comes",
    "hold-rule remove": "had mail go again",
    "suppress add": "had an address be sent nothing",
    "suppress remove": "let an address have mail again",
    "list add": "wrote a rule on who is let in or refused",
    "list remove": "took away such a rule",
}
"""What operators do, in words for whom it is done to."""
USUAL = ("time", "type", "from", "to", "host", "what")


@dataclass(frozen=True, slots=True)
class Row:
    """One record in the list: where it opens, and its cells by column."""

    key: int
    record: Record

    @property
    def uuid(self) -> str:
        """Which message or connection it is of; nothing for the house's own."""
        return str(self.record["uuid"])

    @property
    def type(self) -> str:
        """What kind of record it is."""
        return str(self.record["type"])

    def cell(self, column: str) -> str:
        """Return what stands in a column."""
        return visible(CELLS[column](self.record))


def visible(text: str) -> str:
    """Return text whose every character is seen: none turns or hides its neighbours."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def pretty(record: bytes) -> str:
    """Return a record for people, a key a line."""
    return json.format(record, indent=2).decode()


def row(key: int, record: bytes) -> Row:
    """Return the row of a stored record."""
    return Row(key, decoded(record))


def sender(record: Record) -> str:
    """Return who it is from; `<>` is the sender of a bounce."""
    said = str(record["mailFrom"])
    return said if said == "<>" else said.strip("<>")


def recipients(record: Record) -> str:
    """Return whom it is to."""
    return ", ".join(address.strip("<>") for address in record["rcptTo"])


def remark(record: Record) -> str:
    """Return the few words that tell most about a record of its type."""
    said = record["details"]
    match record["type"]:
        case "received" | "queued":
            return f"{size(said['size'])}{_tls(said)}"
        case "delivered":
            where = f"to {said['filed']}" if said["filed"] else said["mode"]
            return f"{where} {said['response']}".strip()
        case "deferred" | "bounce":
            return answer(said)
        case "denied":
            by = f"{said['code']} at {said['stage']} by {said['check']}"
            return f"{by}{_turned_on(said)}"
        case "spam":
            done = "refused" if said["refused"] else "to junk"
            return (
                f"{done}, {said['spamScore']} by {', '.join(gravest(said['findings']))}"
            )
        case "auth":
            login = f"{said['protocol']} {said['method']}: {said['result']}"
            return f"{record['authUser']} {login}".strip()
        case "operator":
            told = (said["who"], said["action"], said["address"], said["filter"])
            return " ".join(word for word in told if word)
        case _:
            return str(said["message"])


def _turned_on(said: Mapping[str, Any]) -> str:
    """Return what a refusal turned on: a reason, and an address, a domain or a list."""
    first = next(iter(said.get("findings", ())), None)
    if first is None:
        return ""
    parts = (first["why"].replace("_", " "), first["value"])
    words = " ".join(str(part) for part in parts if part)
    return f" ({words})" if words else ""


def _tls(said: Mapping[str, Any]) -> str:
    """Return how a letter was protected on its way here; older records say less."""
    version = said.get("tlsVersion", "").removeprefix("TLSv")
    return f", TLS {version}".rstrip() if said["tls"] else ""


def answer(said: Mapping[str, Any]) -> str:
    """Return what a server answered; it begins with the code as a rule."""
    code, response = str(said["code"]), str(said["response"])
    if response.startswith(code):
        return response
    return " ".join(part for part in (code, said["enhanced"], response) if part)


def moment(ts: int, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """Return a moment, in UTC."""
    return datetime.fromtimestamp(ts / 1000, UTC).strftime(form)


def span(milliseconds: int) -> str:
    """Return a length of time in the unit that suits it."""
    if milliseconds < 1000:
        return f"{milliseconds} ms"
    seconds = milliseconds / 1000
    if seconds < 120:
        return f"{seconds:.1f} s"
    if seconds < 7200:
        return f"{seconds / 60:.0f} min"
    if seconds < 172_800:
        return f"{seconds / 3600:.0f} h"
    return f"{seconds / 86_400:.0f} d"


def size(octets: int) -> str:
    """Return a number of octets in the unit that suits it."""
    if octets < 1024:
        return f"{octets} B"
    if octets < 1 << 20:
        return f"{octets / 1024:.1f} KiB"
    if octets < 1 << 30:
        return f"{octets / (1 << 20):.1f} MiB"
    return f"{octets / (1 << 30):.1f} GiB"


def _there(record: Record, name: str) -> str:
    """Return the destination's, where the record has one, else the client's."""
    return str(record["details"].get(name) or record["remote"][name])


def _code(record: Record) -> str:
    said = (record["details"].get(name) for name in ("code", "enhanced"))
    return " ".join(str(part) for part in said if part)


CELLS: Mapping[str, Callable[[Record], str]] = {
    "time": lambda record: moment(record["ts"]),
    "type": lambda record: str(record["type"]),
    "direction": lambda record: str(record["direction"]),
    "from": sender,
    "to": recipients,
    "account": lambda record: str(record["authUser"]),
    "host": lambda record: _there(record, "host"),
    "ip": lambda record: _there(record, "ip"),
    "spam": lambda record: str(record["details"]["spamStatus"]),
    "code": _code,
    "what": remark,
    "uuid": lambda record: str(record["uuid"]),
}
"""What stands in each column; one of these may be chosen."""

COLUMNS = tuple(CELLS)
