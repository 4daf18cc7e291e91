"""What waits by destination: `queue list --by-domain`."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from rich.table import Table

from glassine.store.api.backlog import Destination
from glassine.words.clock import Milliseconds


def table(told: Iterable[Destination]) -> Table:
    """Return a table for people."""
    shown = Table(box=None, expand=True, pad_edge=False)
    shown.add_column("domain", overflow="fold")
    for name in ("waiting", "held", "oldest (UTC)", "next try (UTC)", "last"):
        shown.add_column(name, justify="right")
    for each in told:
        shown.add_row(
            each.domain.name,
            str(each.rows - each.held),
            str(each.held),
            _when(each.oldest),
            _when(each.next_try),
            str(each.last_code or ""),
        )
    return shown


def as_json(each: Destination) -> str:
    """Return one JSON object."""
    return json.dumps(
        {
            "domain": each.domain.name,
            "rows": each.rows,
            "held": each.held,
            "oldest": each.oldest,
            "nextTry": each.next_try,
            "code": each.last_code or 0,
        }
    )


def _when(at: Milliseconds | None) -> str:
    return "" if at is None else f"{datetime.fromtimestamp(at / 1000, UTC):%m-%d %H:%M}"
