"""What became of a message, in one sentence to be pasted into an answer to a client."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from glassine.flow.viewing.explaining import gravest, remedy, told
from glassine.flow.viewing.refusing import Record, cause

ACCEPTED = ("queued", "received")
OUTCOMES = ("delivered", "deferred", "bounce")
PLACES = {"inbox": "the inbox", "junk": "Junk", "other": "a folder"}
CHECKS = {"spf": "SPF", "dkim": "DKIM", "dmarc": "DMARC", "arc": "ARC"}


def sentence(records: Sequence[Record]) -> str:
    """Return the sentence of one transaction's records, in order of time."""
    begun = next((r for r in records if r["type"] in ACCEPTED), None)
    if begun is None:
        return _denied(records)
    outcomes = _latest(r for r in records if r["type"] in OUTCOMES)
    said = [*_accepted(begun), *(_outcome(r, begun) for r in outcomes)]
    if not outcomes:
        said.append("and nothing has become of it yet")
    return f"{', '.join(said)}."


def _accepted(record: Record) -> Iterator[str]:
    at = f"{_day(record)} {_time(record)}"
    came = record["remote"]["host"] or record["remote"]["ip"] or "this house"
    yield f"Accepted at {at} UTC from {_sender(record)} by way of {came}{_over(record)}"
    yield from _checked(record["details"].get("authResults", {}))
    if signed := record["details"].get("signedFor"):
        yield f"signed for {signed}"


def _over(record: Record) -> str:
    """Return how the connection was protected; older records say only that it was."""
    if not record["details"]["tls"]:
        return ""
    version = str(record["details"].get("tlsVersion", "")).removeprefix("TLSv")
    return f" over TLS {version}".rstrip()


def _checked(results: dict[str, str]) -> Iterator[str]:
    for ending, verb in (("pass", "passed"), ("fail", "failed")):
        names = [CHECKS[c] for c, result in results.items() if result == ending]
        if names:
            yield f"{verb} {' and '.join(names)}"


def _outcome(record: Record, begun: Record) -> str:
    to = ", ".join(address.strip("<>") for address in record["rcptTo"])
    said, when = record["details"], _when(record, begun)
    match record["type"]:
        case "delivered" if said["filed"]:
            place = PLACES[said["filed"]]
            return f"delivered to {to} {when} into {place}{_why(record, begun)}"
        case "delivered":
            return f"taken by {said['host']} for {to} {when}"
        case "deferred":
            by = said["host"] or "nobody"
            return f"put off by {by} for {to} {when} ({_answer(said)})"
        case _:
            return f"given up for {to} {when} ({_answer(said)})"


def _why(record: Record, begun: Record) -> str:
    """Return the reason of a place that is not the inbox, as far as it is known."""
    said = begun["details"]
    status = record["details"]["spamStatus"] or said["spamStatus"]
    if record["details"]["filed"] != "junk" or not status:
        return ""
    rules = ", ".join(said.get("rules", ()))
    by = f" by {rules}" if rules else ""
    return f" because it was judged {status}{by} (score {said.get('spamScore', 0)})"


def _answer(said: Record) -> str:
    code, answer = str(said["code"]), str(said["response"])
    return answer if answer.startswith(code) else f"{code} {answer}".strip()


def _denied(records: Sequence[Record]) -> str:
    denied = next((r for r in records if r["type"] == "denied"), None)
    if denied is None:
        return "No message was accepted in it."
    said = denied["details"]
    later = str(said["code"]).startswith("4")
    advice = _advice(denied)
    return (
        f"{'Put off' if later else 'Refused'} at {_day(denied)} {_time(denied)} UTC"
        f"{_envelope(denied)}, at {said['stage']} by {said['check']} with "
        f"{said['code']}{_because(denied, records)}; no message was accepted"
        f"{', and the sender is asked to come again' if later else ''}."
        f"{f' What to do: {advice}.' if advice else ''}"
    )


def _envelope(denied: Record) -> str:
    """Return whose mail it was, for whom and who brought it, as far as was said."""
    to = ", ".join(address.strip("<>") for address in denied["rcptTo"])
    came = _client(denied["remote"])
    mail = f" mail from {_sender(denied)} to {to}" if to else ""
    return f"{':' if mail else ''}{mail}{f' by way of {came}' if came else ''}"


def _client(remote: Record) -> str:
    """Return who brought it: lists and SPF go by the address, people by the name."""
    host, ip = remote["host"], remote["ip"]
    return f"{host} [{ip}]" if host and ip else str(host or ip)


def _because(denied: Record, records: Sequence[Record]) -> str:
    """Return the finding that refused, or else the plain cause."""
    first = _refusing(denied)
    if first and first["check"] == "score":
        return f" because {told(first)}{_sum(records)}"
    if first:
        return f" because {told(first)}"
    found = cause(denied)
    return f" because {found.why}" if found else ""


def _refusing(denied: Record) -> Record | None:
    return next(iter(denied["details"].get("findings", ())), None)


def _sum(records: Sequence[Record]) -> str:
    """Return the sum of a letter that was refused for it, and what it is made of."""
    spam = next((r["details"] for r in records if r["type"] == "spam"), None)
    if spam is None:
        return ""
    rules = ", ".join(gravest(spam.get("findings", ())))
    return f": {spam['spamScore']}{f' by {rules}' if rules else ''}"


def _advice(denied: Record) -> str:
    """Return what whoever sent it can do."""
    first = _refusing(denied)
    if first:
        return remedy(first)
    found = cause(denied)
    return found.advice if found else ""


def _latest(records: Iterable[Record]) -> list[Record]:
    """Return the last word on each delivery, in order."""
    return list({record["uuid"]: record for record in records}.values())


def _when(record: Record, begun: Record) -> str:
    later = max(0, record["ts"] - begun["ts"])  # clocks are set back, letters are not
    if later < 1000:
        return "at once"
    day = "" if _day(record) == _day(begun) else f"{_day(record)} "
    return f"at {day}{_time(record)} ({length(later)} later)"


def _sender(record: Record) -> str:
    return str(record["mailFrom"]).strip("<>") or "the null sender"


def _day(record: Record) -> str:
    return datetime.fromtimestamp(record["ts"] / 1000, UTC).strftime("%Y-%m-%d")


def _time(record: Record) -> str:
    return datetime.fromtimestamp(record["ts"] / 1000, UTC).strftime("%H:%M:%S")


def length(milliseconds: int) -> str:
    """Return a length of time as people say it."""
    if milliseconds < 1000:
        return f"{milliseconds} ms"
    if milliseconds < 120_000:
        return f"{milliseconds / 1000:.1f} s"
    if milliseconds < 7_200_000:
        return f"{milliseconds // 60_000} min"
    if milliseconds < 172_800_000:
        return f"{milliseconds // 3_600_000} h"
    return f"{milliseconds // 86_400_000} days"
