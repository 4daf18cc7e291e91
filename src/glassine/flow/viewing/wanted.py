"""What can be asked for, for those who may not import the store; and how it is told."""

from datetime import UTC, datetime

from glassine.store.api.backlog import Destination, QueueFilter
from glassine.store.api.events import Count, Counted, EventFilter, StoredEvent
from glassine.store.api.ids import NEVER, ChangeMark, EventKey
from glassine.store.api.operators import Role, TokenScope
from glassine.store.api.queue import Queueing, QueueState
from glassine.words.clock import Milliseconds

__all__ = [
    "NEVER",
    "ChangeMark",
    "Count",
    "Counted",
    "Destination",
    "EventFilter",
    "EventKey",
    "QueueFilter",
    "QueueState",
    "Queueing",
    "Role",
    "StoredEvent",
    "TokenScope",
    "at",
    "in_words",
]


def at(moment: Milliseconds | None) -> str:
    """Return a moment as people read it, in UTC; nothing where there is none."""
    if moment is None:
        return ""
    return datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def in_words(wanted: EventFilter) -> str:
    """Return the filter as the operator's own event shows it: public words only."""
    asked = {
        "type": ",".join(sorted(wanted.types)),
        "direction": wanted.direction,
        "from": wanted.mail_from,
        "to": wanted.rcpt_to,
        "account": wanted.account,
        "about": ",".join(map(str, wanted.about)),
        "ip": wanted.ip,
        "host": wanted.host,
        "code": wanted.code,
        "spam": wanted.spam,
        "message_id": wanted.message_id,
        "uuid": wanted.uuid,
        "since": at(wanted.since),
        "until": at(wanted.until),
        "text": wanted.text and "given",  # it may be anything that was typed
    }
    return " ".join(f"{name}={value}" for name, value in asked.items() if value)
