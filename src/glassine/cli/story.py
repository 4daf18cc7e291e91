"""The last line of a trace: what became of a message, to be pasted into an answer."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from glassine.cli.event_rows import Record

ACCEPTED = ("queued", "received")
OUTCOMES = ("delivered", "deferred", "bounce")
PLACES = {"inbox": "the inbox", "junk": "the junk folder", "other": "a folder"}


def story(records: Sequence[Record]) -> str:
    """Return the story of one transaction's records, in order of time."""
    begun = next((r for r in records if r["type"] in ACCEPTED), None)
    if begun is None:
        return _denied(records)
    outcomes = _latest(r for r in records if r["type"] in OUTCOMES)
    said = [_accepted(begun), *(_outcome(r, begun["ts"]) for r in outcomes)]
    if not outcomes:
        said.append("and nothing has become of it yet")
    return f"{', '.join(said)}."


def _accepted(record: Record) -> str:
    sender = record["mailFrom"].strip("<>") or "the null sender"
    came = record["remote"]["host"] or record["remote"]["ip"] or "this house"
    return f"Accepted at {_time(record)} UTC from {sender} by way of {came}"


def _outcome(record: Record, begun: int) -> str:
    to = ", ".join(address.strip("<>") for address in record["rcptTo"])
    said, after = record["details"], _after(record, begun)
    match record["type"]:
        case "delivered" if said["filed"]:
            return f"filed in {PLACES[said['filed']]} of {to} {after} later"
        case "delivered":
            return f"taken by {said['host']} for {to} {after} later"
        case "deferred":
            return f"put off by {said['host'] or 'nobody'} for {to} ({said['code']})"
        case _:
            return f"given up for {to} {after} later ({said['code']})"


def _denied(records: Sequence[Record]) -> str:
    denied = next((r for r in records if r["type"] == "denied"), None)
    if denied is None:
        return "No message was accepted in it."
    said = denied["details"]
    return (
        f"Refused at {_time(denied)} UTC at {said['stage']} by {said['check']} "
        f"with {said['code']}; no message was accepted."
    )


def _latest(records: Iterable[Record]) -> list[Record]:
    """Return the last word on each delivery, in order."""
    return list({record["uuid"]: record for record in records}.values())


def _after(record: Record, begun: int) -> str:
    """Return how long it took: its own delay, measured, or by the clock."""
    if "delay" in record["details"]:
        return _length(round(record["details"]["delay"] * 1000))
    return _length(record["ts"] - begun)


def _time(record: Record) -> str:
    return datetime.fromtimestamp(record["ts"] / 1000, UTC).strftime("%H:%M:%S")


def _length(milliseconds: int) -> str:
    if milliseconds < 1000:
        return f"{milliseconds} ms"
    if milliseconds < 120_000:
        return f"{milliseconds / 1000:.1f} s"
    return f"{milliseconds // 60_000} min"
