"""Rows of the queue, as people and programs read them: the envelope, never the key."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from rich.table import Table

from glassine.cli.visible import visible
from glassine.store.api.queue import Queueing, QueueState
from glassine.words.clock import Milliseconds

STYLES = {
    QueueState.WAITING: "",
    QueueState.CLAIMED: "green",
    QueueState.HELD: "yellow",
}


def table(rows: Iterable[Queueing], *, headed: bool) -> Table:
    """Return a table; those of one terminal stand exactly below each other."""
    shown = Table(box=None, expand=True, pad_edge=False, show_header=headed)
    shown.add_column("id", ratio=3, overflow="fold")
    shown.add_column("from → to", ratio=3, overflow="fold")
    shown.add_column("state", width=9)
    shown.add_column("next try (UTC)", width=14)
    shown.add_column("fails", width=5)
    shown.add_column("last", ratio=2, overflow="fold")
    for row in rows:
        shown.add_row(
            row.id,
            f"{_sender(row) or '<>'} → {visible(row.recipient)}",
            _state(row),
            _when(row.next_try, "%m-%d %H:%M:%S"),
            str(row.fails),
            _last(row),
            style=STYLES[row.state],
        )
    return shown


def as_json(row: Queueing) -> str:
    """Return one JSON object, in the words of the records."""
    failure = row.failure
    return json.dumps(
        {
            "id": row.id,
            "uuid": row.transaction,
            "place": row.place,
            "authUser": str(row.account or ""),
            "mailFrom": f"<{row.sender or ''}>",
            "rcptTo": row.recipient.bracketed(),
            "messageIdDigest": row.message_id or "",
            "size": row.size,
            "queued": row.queued,
            "nextTry": row.next_try,
            "fails": row.fails,
            "state": row.state,
            "claimedUntil": row.claimed_until,
            "warned": row.warned,
            "condemned": row.condemned,
            "failed": failure.at if failure else None,
            "code": (failure.code if failure else None) or 0,
            "enhanced": str((failure.enhanced if failure else None) or ""),
            "host": str((failure.host if failure else None) or ""),
            "response": failure.answer if failure else "",
        }
    )


def page(row: Queueing) -> str:
    """Return everything there is to see of one row, a line each."""
    facts = {
        "id": row.id,
        "message": row.transaction,
        "from": _sender(row) or "<>",
        "to": visible(row.recipient),
        "account": visible(row.account or ""),
        "message-id": row.message_id or "",
        "size": f"{row.size} octets",
        "queued": _when(row.queued),
        "state": _state(row),
        "next try": _when(row.next_try),
        "fails": row.fails,
        **_failure(row),
        "sender told": "of the delay" if row.warned else "nothing yet",
    }
    if row.claimed_until:
        facts["leased until"] = _when(row.claimed_until)
    return "\n".join(f"{name:<13} {value}".rstrip() for name, value in facts.items())


def _failure(row: Queueing) -> dict[str, object]:
    if row.failure is None:
        return {}
    return {
        "last failure": _when(row.failure.at),
        "last host": row.failure.host or "",
        "last code": f"{row.failure.code or ''} {row.failure.enhanced or ''}".strip(),
        "last answer": row.failure.answer,
    }


def _last(row: Queueing) -> str:
    if row.failure is None:
        return ""
    return f"{row.failure.code or 'no answer'} {row.failure.host or ''}".rstrip()


def _state(row: Queueing) -> str:
    return "condemned" if row.condemned else row.state


def _sender(row: Queueing) -> str:
    return visible(row.sender) if row.sender else ""


def _when(at: Milliseconds, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime(form)
