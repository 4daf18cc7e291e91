"""Questions on their way: checks ask DNS while the client is still talking.

What a stage asks is begun at once and waited for only when an answer depends on it, so
that ten look-ups cost the time of the slowest, and often none.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeVar

from glassine.events.facts import CheckOrigin
from glassine.events.steps import ChecksMade
from glassine.flow.desk import Desk
from glassine.flow.fault import faulted
from glassine.words.finding import Finding
from glassine.words.public import ConnectionId, TransactionId
from glassine.words.rules import reweighed


class Named(Protocol):
    """A check, of whatever stage."""

    @property
    def origin(self) -> CheckOrigin: ...


C = TypeVar("C", bound=Named)


async def inquire(
    desk: Desk,
    uuid: ConnectionId | TransactionId,
    checks: Sequence[C],
    ask: Callable[[C], Awaitable[Sequence[Finding]]],
) -> list[Finding]:
    """Ask all checks at once; return what they find, in the order of the checks.

    A check that breaks is a fault in the log and finds nothing; no mail is lost for it.
    """
    answers = await asyncio.gather(*map(ask, checks), return_exceptions=True)
    findings: list[Finding] = []
    for check, answer in zip(checks, answers, strict=True):
        if isinstance(answer, Exception):
            desk.journal.note(faulted(answer, desk.clock.now(), uuid))
        elif isinstance(answer, BaseException):
            raise answer
        elif answer:
            if desk.policy.weights:
                answer = reweighed(desk.policy.weights, answer)
            note(desk, uuid, check.origin, answer)
            findings += answer
    return findings


def note(
    desk: Desk,
    uuid: ConnectionId | TransactionId,
    origin: CheckOrigin,
    found: Sequence[Finding],
) -> None:
    """Show what was found, in the log."""
    desk.journal.note(
        ChecksMade(at=desk.clock.now(), uuid=uuid, origin=origin, findings=tuple(found))
    )
