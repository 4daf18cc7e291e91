"""Records as rows of a table, for people: when, what, from whom to whom."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TypeAlias

import msgspec
from rich.table import Table
from rich.text import Text

from glassine.cli.visible import visible

Record: TypeAlias = dict[str, Any]
"""A JSON record, as `docs/events.md` says."""

STYLES = {
    "received": "green",
    "queued": "green",
    "delivered": "bold green",
    "deferred": "yellow",
    "bounce": "bold red",
    "denied": "red",
    "auth": "cyan",
    "spam-learn": "cyan",
    "operator": "magenta",
    "pruned": "dim",
}
_decode = msgspec.json.Decoder(dict[str, Any]).decode


def read(record: bytes) -> Record:
    """Return the record as values."""
    return _decode(record)


def table(records: Iterable[Record], *, headed: bool) -> Table:
    """Return a table; those of one terminal stand exactly below each other."""
    shown = Table(box=None, expand=True, pad_edge=False, show_header=headed)
    shown.add_column("time (UTC)", width=14)
    shown.add_column("type", width=9)
    shown.add_column("from → to, uuid", ratio=3, min_width=40, overflow="fold")
    shown.add_column("what", ratio=2, overflow="fold")
    for record in records:
        shown.add_row(*_row(record))
    return shown


def _row(record: Record) -> Iterable[Text]:
    kind = record["type"]
    yield Text(_when(record["ts"]), "dim")
    yield Text(kind, STYLES.get(kind, ""))
    yield Text.assemble(_way(record), (record["uuid"], "dim"))
    yield Text(remark(record))


def _way(record: Record) -> str:
    if not record["rcptTo"]:
        who = record["mailFrom"] or record["authUser"]
        return f"{visible(who)}\n" if who else ""
    to = ", ".join(address.strip("<>") for address in record["rcptTo"])
    return visible(f"{record['mailFrom'].strip('<>') or '<>'} → {to}") + "\n"


def _when(ts: int) -> str:
    return datetime.fromtimestamp(ts / 1000, UTC).strftime("%m-%d %H:%M:%S")


def remark(record: Record) -> str:
    """Return the few words that tell most about a record of its type."""
    said, ip = record["details"], record["remote"]["ip"]
    match record["type"]:
        case "received" | "queued":
            return f"{said['size']} octets from {ip}"
        case "delivered":
            return f"{said['mode']} {said['filed'] or said['host']} {said['response']}"
        case "deferred" | "bounce":
            return f"{said['code']} {said['enhanced']} {said['response']}"
        case "denied":
            return f"{said['code']} at {said['stage']} by {said['check']}, {ip}"
        case "auth":
            return f"{said['protocol']} {said['method']} {said['result']}, {ip}"
        case "operator":
            filter_ = f" ({said['filter']})" if said["filter"] else ""
            return f"{said['who']}: {said['action']} {said['address']}{filter_}"
        case _:
            return str(said["message"])
