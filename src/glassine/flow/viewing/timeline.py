"""A message's life as steps, with the times between: from raw lines and from records.

Raw lines tell what led to a record; records tell what was committed. Both are read
here, since raw lines are kept for a shorter time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from glassine.events.parse import Line, NotALine, parse
from glassine.flow.viewing.refusing import Record
from glassine.flow.viewing.sentence import PLACES
from glassine.words.clock import Milliseconds


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `name` is a word for a picture, `told` a few words for people."""

    at: Milliseconds
    after: int  # milliseconds since the step before
    uuid: str
    name: str
    told: str


def timeline(records: Sequence[Record], lines: Sequence[bytes]) -> list[Step]:
    """Return the steps in order of time."""
    steps = [*_of_lines(lines), *map(_of_record, records)]
    steps.sort(key=lambda step: step.at)  # lines before records of the same moment
    before = [steps[0], *steps] if steps else []
    return [
        replace(step, after=step.at - last.at)
        for last, step in zip(before, steps, strict=False)
    ]


def _of_lines(lines: Sequence[bytes]) -> Iterator[Step]:
    for each in lines:
        try:
            said = parse(each)
        except NotALine:
            continue  # a newer version wrote it; the raw view shows it
        if told := _line(said):
            yield Step(said.at, 0, said.uuid or "", *told)


def _line(said: Line) -> tuple[str, str] | None:
    """Return the step of a line; None where a record says the same, or nothing."""
    pairs, text = said.pairs, said.text
    match said.origin, text.partition(" ")[0]:
        case "core", "connect":
            return "connect", f"connected from {pairs.get('ip', '')}"
        case "core", "disconnect":
            tls = " with TLS" if pairs.get("tls") == "Y" else ""
            return "disconnect", f"disconnected after {pairs.get('time', '')} s{tls}"
        case "core", "message":
            return "message", f"whole message here, {pairs.get('size', '')} octets"
        case "auth", _:
            return "auth", f"{text} by {pairs.get('method', '')}"
        case "dkim_sign", _:
            return "signed", text
        case "outbound", "Attempting":
            return "attempt", text
        case origin, _ if origin not in ("core", "outbound", "server", "operator"):
            return "check", f"{origin}: {text}"
        case _:
            return None


def _of_record(record: Record) -> Step:
    kind = str(record["type"])
    uuid = str(record["uuid"])
    return Step(Milliseconds(record["ts"]), 0, uuid, kind, _told(kind, record))


def _told(kind: str, record: Record) -> str:
    said: dict[str, Any] = record["details"]
    to = ", ".join(address.strip("<>") for address in record["rcptTo"])
    match kind:
        case "received" | "queued":
            return f"accepted for {to}: {said['size']} octets"
        case "delivered" if said["filed"]:
            return f"filed into {PLACES[said['filed']]} of {to}"
        case "delivered":
            return f"{said['host']} took it for {to}: {said['response']}"
        case "deferred":
            return f"put off for {to}: {said['code']} {said['response']}"
        case "bounce":
            return f"given up for {to}: {said['code']} {said['response']}"
        case "denied":
            return f"refused at {said['stage']} by {said['check']}: {said['code']}"
        case "auth":
            return f"login by {said['method']}: {said['result']}"
        case _:
            return str(said["message"])
