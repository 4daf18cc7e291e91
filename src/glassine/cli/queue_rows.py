"""Rows of the queue, as people and programs read them: the envelope, never the key."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from rich.table import Table

from glassine.store.api.queue import Queueing, QueueState
from glassine.words.clock import Milliseconds

STYLES = {
    QueueState.WAITING: "",
    QueueState.CLAIMED: "green",
    QueueState.HELD: "yellow",
}


def table(rows: Iterable[Queueing]) -> Table:
    """Return a table for people."""
    shown = Table(box=None, expand=True, pad_edge=False)
    for name in ("id", "from", "to", "state", "next try (UTC)", "fails", "last"):
        shown.add_column(name, overflow="fold")
    for row in rows:
        shown.add_row(
            row.id,
            _sender(row),
            str(row.recipient),
            row.state,
            _when(row.next_try),
            str(row.fails),
            _code(row),
            style=STYLES[row.state],
        )
    return shown


def as_json(row: Queueing) -> str:
    """Return one JSON object, in the words of the records."""
    return json.dumps(
        {
            "id": row.id,
            "uuid": row.transaction,
            "authUser": str(row.account or ""),
            "mailFrom": f"<{_sender(row)}>",
            "rcptTo": row.recipient.bracketed(),
            "messageIdDigest": row.message_id or "",
            "size": row.size,
            "queued": row.queued,
            "nextTry": row.next_try,
            "fails": row.fails,
            "state": row.state,
            "code": int(_code(row) or 0),
        }
    )


def page(row: Queueing) -> str:
    """Return everything there is to see of one row, a line each."""
    facts = {
        "id": row.id,
        "message": row.transaction,
        "from": _sender(row) or "<>",
        "to": row.recipient,
        "account": row.account or "",
        "message-id": row.message_id or "",
        "size": f"{row.size} octets",
        "queued": _when(row.queued),
        "next try": _when(row.next_try),
        "state": row.state,
        "fails": row.fails,
        "last code": _code(row),
    }
    return "\n".join(f"{name:<11} {value}".rstrip() for name, value in facts.items())


def _sender(row: Queueing) -> str:
    return str(row.sender) if row.sender else ""


def _when(at: Milliseconds) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _code(row: Queueing) -> str:
    return str(row.failure.code or "") if row.failure else ""
