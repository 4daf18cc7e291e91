"""Milestones as JSON records: the first view, one record a milestone."""

import msgspec

from glassine.events.kinds import (
    Bounced,
    Deferred,
    Delivered,
    Denied,
    LoggedIn,
    Milestone,
    Operated,
    Pruned,
    Queued,
    Received,
)

TYPES: dict[type[Milestone], str] = {
    Received: "received",
    Queued: "queued",
    Delivered: "delivered",
    Deferred: "deferred",
    Bounced: "bounce",
    Denied: "denied",
    LoggedIn: "auth",
    Operated: "operator",
    Pruned: "pruned",
}


def type_of(event: Milestone) -> str:
    """Return the record's `type`."""
    return TYPES[type(event)]


def render(event: Milestone) -> bytes:
    """Return the event as one JSON object."""
    return msgspec.json.encode({"ts": event.at, "type": type_of(event)})
