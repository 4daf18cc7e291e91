"""What can be asked for, for those who may not import the store; and how it is told."""

from glassine.store.api.backlog import Destination, QueueFilter
from glassine.store.api.events import Count, Counted, EventFilter, StoredEvent
from glassine.store.api.ids import NEVER, ChangeMark, EventKey
from glassine.store.api.operators import Role, TokenScope
from glassine.store.api.queue import Queueing, QueueState

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
    "in_words",
]


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
        "since": wanted.since,
        "until": wanted.until,
        "text": wanted.text and "given",  # it may be anything that was typed
    }
    return " ".join(f"{name}={value}" for name, value in asked.items() if value)
