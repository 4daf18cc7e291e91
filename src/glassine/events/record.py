"""Milestones as JSON records: the first view, one record a milestone.

Every record has all the common keys, in one order and with the same types, whatever
its type; where a thing is absent there is an empty string, an empty list, a zero.
What a type adds of its own is under `details`. Keys may be added; none may change.
"""

from typing import Any, assert_never

import msgspec

from glassine.events.details import Json, details
from glassine.events.facts import Circumstances, Remote
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

_encoder = msgspec.json.Encoder()
_DELETE = b"\x7f"
_decoder = msgspec.json.Decoder(dict[str, Any])

_NO_REMOTE: dict[str, Json] = {
    "ip": "",
    "port": 0,
    "host": "",
    "info": "",
    "closed": False,
    "is_private": False,
    "is_local": False,
}


def render(event: Milestone) -> bytes:
    """Return the event as one compact JSON object of printing characters only."""
    common = _house(event) if isinstance(event, Operated | Pruned) else _mail(event)
    return encoded({"ts": event.at, "type": type_of(event), **common})


def encoded(said: dict[str, Any]) -> bytes:
    """Return a record's octets; its strings are UTF-8."""
    octets = _encoder.encode(said)
    if octets.isascii() and _DELETE not in octets:  # JSON has escaped the others
        return octets
    text = octets.decode()
    return octets if text.isprintable() else _escaped(text).encode()


def decoded(record: bytes) -> dict[str, Any]:
    """Return what a record says, its keys in their order."""
    return _decoder.decode(record)


def type_of(event: Milestone) -> str:  # noqa: C901 (one case a kind)
    """Return the record's `type`."""
    match event:
        case Received():
            return "received"
        case Queued():
            return "queued"
        case Delivered():
            return "delivered"
        case Deferred():
            return "deferred"
        case Bounced():
            return "bounce"
        case Denied():
            return "denied"
        case FoundSpam():
            return "spam"
        case LoggedIn():
            return "auth"
        case SpamLearned():
            return "spam-learn"
        case Operated():
            return "operator"
        case Pruned():
            return "pruned"
        case _:
            assert_never(event)


def _mail(
    event: Received
    | Queued
    | Delivered
    | Deferred
    | Bounced
    | Denied
    | FoundSpam
    | LoggedIn
    | SpamLearned,
) -> dict[str, Json]:
    about = event.about
    user = event.account if isinstance(event, LoggedIn) else about.auth_user
    return {
        "direction": about.direction,
        "uuid": event.uuid,
        "remote": _remote(about.remote),
        "authUser": str(user) if user else "",
        "mailFrom": _mail_from(about),
        "rcptTo": [address.bracketed() for address in about.rcpt_to],
        "details": {"spamStatus": about.spam_status, **details(event)},
    }


def _house(event: Operated | Pruned) -> dict[str, Json]:
    return {
        "direction": "",
        "uuid": "",
        "remote": _NO_REMOTE,
        "authUser": "",
        "mailFrom": "",
        "rcptTo": [],
        "details": {"spamStatus": "", **details(event)},
    }


def _remote(remote: Remote | None) -> dict[str, Json]:
    if remote is None:
        return _NO_REMOTE
    return {
        "ip": str(remote.ip_and_port.ip),
        "port": remote.ip_and_port.port,
        "host": remote.host.name if remote.host else "",
        "info": remote.info.name if remote.info else "",
        "closed": remote.closed,
        "is_private": remote.is_private,
        "is_local": remote.is_local,
    }


def _mail_from(about: Circumstances) -> str:
    if not about.has_mail_from:
        return ""
    return about.mail_from.bracketed() if about.mail_from else "<>"


def _escaped(text: str) -> str:
    """Escape what does not print; it stands in strings only. RFC 8259 §7"""
    return "".join(c if c.isprintable() else _escape(c) for c in text)


def _escape(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[i : i + 2].hex()}" for i in range(0, len(units), 2))
