"""What each type of record says under `details`, beyond `spamStatus`.

`message` comes first and is for people: a sentence of public words only.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias, assert_never

from glassine.events.facts import AuthResult
from glassine.events.facts_of_sending import TlsUse
from glassine.events.milestones import (
    Bounced,
    Deferred,
    Delivered,
    Denied,
    FoundSpam,
    LoggedIn,
    Milestone,
    Operated,
    Pruned,
    Queued,
    Received,
    SpamLearned,
)
from glassine.words.finding import Finding, rules
from glassine.words.public import Endpoint

Json: TypeAlias = str | int | float | bool | Mapping[str, "Json"] | Sequence["Json"]
Details: TypeAlias = dict[str, Json]

_UNPROTECTED: Details = {
    "rule": "",
    "version": "",
    "cipher": "",
    "verified": False,
    "certificate": "",
    "issuer": "",
}
_LOGIN = {
    AuthResult.OK: "Login Accepted",
    AuthResult.FAILED: "Login Failed",
    AuthResult.LIMITED: "Login Not Tried",
}


def details(event: Milestone) -> Details:  # noqa: C901 (one case a kind)
    """Return the keys that this type of record has of its own, in order."""
    match event:
        case Received():
            return _received(event)
        case Queued():
            return _queued(event)
        case Delivered():
            return _delivered(event)
        case Deferred():
            return _deferred(event)
        case Bounced():
            return _bounced(event)
        case Denied():
            return _denied(event)
        case FoundSpam():
            return _found_spam(event)
        case LoggedIn():
            return _logged_in(event)
        case SpamLearned():
            return _spam_learned(event)
        case Operated():
            return _operated(event)
        case Pruned():
            return _pruned(event)
        case _:
            assert_never(event)


def _received(event: Received) -> Details:
    return {
        "message": f"Message Received ({event.uuid})",
        "size": event.size,
        "messageIdDigest": _utf8(event.message_id or ""),
        "authResults": {
            "spf": event.sender_checks.spf,
            "dkim": event.sender_checks.dkim,
            "dmarc": event.sender_checks.dmarc,
            "arc": event.sender_checks.arc,
        },
        "spamScore": event.spam_score or 0.0,
        "rules": rules(event.findings),
        "findings": [finding(found) for found in event.findings],
        "tls": event.tls,
        "tlsVersion": _utf8(event.tls_version or ""),
    }


def _queued(event: Queued) -> Details:
    return {
        "message": f"Message Queued ({event.uuid})",
        "size": event.size,
        "messageIdDigest": _utf8(event.message_id or ""),
        "signedFor": event.signed_for.name if event.signed_for else "",
        "authMethod": event.auth_method or "",
        "tls": event.tls,
        "tlsVersion": _utf8(event.tls_version or ""),
        "dsnOf": event.of or "",
    }


def _delivered(event: Delivered) -> Details:
    return {
        "message": f"Message Delivered ({event.uuid})",
        "messageIdDigest": _utf8(event.message_id or ""),
        "host": event.host.name,
        **_endpoint(event.remote),
        "mode": event.mode,
        "tls": event.tls,
        "response": _utf8(event.response),
        "delay": round(event.delay, 3),
        "fails": event.fails,
        "filed": event.filed or "",
        "dsnOf": event.of or "",
        "protection": _protection(event.protection),
    }


def _deferred(event: Deferred) -> Details:
    return {
        "message": f"Message Deferred ({event.uuid})",
        "messageIdDigest": _utf8(event.message_id or ""),
        "code": event.code,
        "enhanced": str(event.enhanced or ""),
        "response": _utf8(event.response),
        "nextTry": event.next_try,
        "dsn": event.dsn or "",
        "fails": event.fails,
        "host": event.host.name if event.host else "",
        **_endpoint(event.remote),
    }


def _bounced(event: Bounced) -> Details:
    return {
        "message": f"Message Bounced ({event.uuid})",
        "messageIdDigest": _utf8(event.message_id or ""),
        "code": event.code,
        "enhanced": str(event.enhanced or ""),
        "response": _utf8(event.response),
        "reason": event.reason,
        "dsn": event.dsn or "",
        "untold": event.untold or "",
        "fails": event.fails,
    }


def _denied(event: Denied) -> Details:
    return {
        "message": f"Denied at {event.stage} by {event.check} ({event.uuid})",
        "stage": event.stage,
        "check": event.check,
        "code": event.code,
        "enhanced": str(event.enhanced or ""),
        "findings": [finding(found) for found in event.findings],
    }


def _found_spam(event: FoundSpam) -> Details:
    end = "Refused" if event.refused else "Filed into Junk"
    return {
        "message": f"Spam {end} ({event.uuid})",
        "messageIdDigest": _utf8(event.message_id or ""),
        "spamScore": event.spam_score,
        "rules": rules(event.findings),
        "findings": [finding(found) for found in event.findings],
        "refused": event.refused,
    }


def finding(found: Finding) -> Details:
    """Return a finding as records have it."""
    return {
        "check": found.check,
        "result": found.result,
        "why": found.why or "",
        "value": "" if found.value is None else str(found.value),
        "weight": found.weight,
        "bearing": found.bearing,
    }


def _logged_in(event: LoggedIn) -> Details:
    return {
        "message": f"{_LOGIN[event.result]} ({event.uuid})",
        "protocol": event.protocol,
        "method": event.method,
        "result": event.result,
    }


def _spam_learned(event: SpamLearned) -> Details:
    return {
        "message": f"Learned As {event.about.spam_status.capitalize()} ({event.uuid})",
        "spamScore": event.spam_score or 0.0,
        "rules": event.rules,
        "taughtBefore": event.taught_before,
        "movedFrom": event.moved_from,
        "movedTo": event.moved_to,
    }


def _operated(event: Operated) -> Details:
    return {
        "message": f"Operator: {event.action}",
        "who": _utf8(event.who),
        "action": event.action,
        "filter": _utf8(event.filter),
        "address": str(event.address or ""),
        "rows": event.rows or 0,
        "touched": [str(address) for address in event.touched],
    }


def _pruned(event: Pruned) -> Details:
    removed = event.events or event.traces or not event.aged
    return {
        "message": "Old Rows Removed" if removed else "Old Rows Aged",
        "events": event.events,
        "traces": event.traces,
        "aged": event.aged,
    }


def _protection(used: TlsUse | None) -> Details:
    """Return by which rule a delivery was protected, and by which certificate."""
    if used is None:
        return _UNPROTECTED
    return {
        "rule": used.rule,
        "version": _utf8(used.version),
        "cipher": _utf8(used.cipher),
        "verified": used.verified,
        "certificate": _utf8(used.certificate),
        "issuer": used.issuer.name if used.issuer else "",
    }


def _utf8(text: str) -> str:
    """Escape surrogates: the system gives them for bytes that are not UTF-8."""
    return text.encode("utf-8", "backslashreplace").decode()


def _endpoint(remote: Endpoint | None) -> Details:
    if remote is None:
        return {"ip": "", "port": 0}
    return {"ip": str(remote.ip), "port": remote.port}
