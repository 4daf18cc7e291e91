"""A row of the queue as columns, and back."""

from collections.abc import Sequence
from typing import Any

from glassine.events.facts import ScrubbedText
from glassine.store.api.queue import Failure, Queueing, QueueState
from glassine.store.sqlite.database import Row, Value
from glassine.store.sqlite.spelling import folded, folded_if
from glassine.words.public import (
    Address,
    EnhancedCode,
    HostName,
    parse_address,
)

COLUMNS = (
    "id, trans, account, sender, recipient, blob, sealed, message_id,"
    " queued, next_try, size, fails, warned, condemned, leased,"
    " failed, code, enhanced, host, answer"
)
SHOWN = f"{COLUMNS}, state, number"
ADD = f"""
    INSERT INTO queue ({COLUMNS}, held, lane, from_folded, to_folded, to_domain)
    VALUES ({", ".join("?" * 25)})
"""  # noqa: S608 (columns above)


def as_row(row: Queueing, *, held: bool, lane: int) -> Row:
    """Return the values for `ADD`."""
    return (
        row.id,
        row.transaction,
        row.account and str(row.account),
        row.sender and str(row.sender),
        str(row.recipient),
        row.blob,
        row.sealed,
        row.message_id,
        row.queued,
        row.next_try,
        row.size,
        row.fails,
        row.warned,
        row.condemned,
        None if held else row.claimed_until,
        *as_failed(row.failure),
        held,
        lane,
        folded_if(row.sender),
        folded(row.recipient),
        row.recipient.domain.name,
    )


def as_failed(failure: Failure | None) -> tuple[Value, ...]:
    """Return when it failed, code, enhanced code, host and answer."""
    if failure is None:
        return (None,) * 5
    enhanced = None if failure.enhanced is None else str(failure.enhanced)
    host = None if failure.host is None else failure.host.name
    return failure.at, failure.code, enhanced, host, failure.answer


def queueing(row: Sequence[Any]) -> Queueing:
    """Return the row that the columns `SHOWN` hold."""
    name, trans, account, sender, recipient, blob, sealed, message_id, *rest = row
    queued, next_try, size, fails, warned, condemned, leased, *failed = rest
    *failed, state, number = failed
    return Queueing(
        id=name,
        transaction=trans,
        account=_address(account),
        sender=_address(sender),
        recipient=parse_address(recipient),
        blob=blob,
        sealed=sealed,
        message_id=message_id,
        queued=queued,
        next_try=next_try,
        size=size,
        fails=fails,
        state=QueueState(state),
        failure=_failure(*failed),
        warned=bool(warned),
        condemned=bool(condemned),
        claimed_until=leased,
        place=number,
    )


def enhanced_code(text: str | None) -> EnhancedCode | None:
    """Return the code that was kept as text."""
    return None if text is None else EnhancedCode(*map(int, text.split(".")))


def _failure(
    at: Any, code: int | None, enhanced: str | None, host: str | None, answer: Any
) -> Failure | None:
    if at is None:
        return None
    return Failure(
        at=at,
        code=code,
        enhanced=enhanced_code(enhanced),
        host=None if host is None else HostName(host),
        answer=ScrubbedText(answer),
    )


def _address(text: str | None) -> Address | None:
    return None if text is None else parse_address(text)
