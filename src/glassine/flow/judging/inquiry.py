"""Questions on their way: checks ask DNS while the client is still talking.

What a stage asks is begun at once and waited for only when an answer depends on it, so
that ten look-ups cost the time of the slowest, and often none.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol, TypeAlias, TypeVar

from glassine.events.facts import CheckOrigin
from glassine.events.steps import ChecksMade
from glassine.flow.desk import Desk
from glassine.flow.fault import faulted
from glassine.words.finding import Finding
from glassine.words.public import ConnectionId, TransactionId
from glassine.words.rules import reweighed

AT_HAND = frozenset(
    {
        CheckOrigin.ACCESS,
        CheckOrigin.LIMIT,
        CheckOrigin.CORRESPONDENTS,
        CheckOrigin.KARMA,
        CheckOrigin.GREYLIST,
        CheckOrigin.EARLY_TALKER,
        CheckOrigin.HEADERS,
        CheckOrigin.CONTENT,
        CheckOrigin.ATTACHMENT,
        CheckOrigin.BAYES,
    }
)  # they ask our own memory: to ask them at once would only cost


class Named(Protocol):
    """A check, of whatever stage."""

    @property
    def origin(self) -> CheckOrigin: ...


C = TypeVar("C", bound=Named)

Answer: TypeAlias = Sequence[Finding] | Exception
"""What a check found, or what broke it."""


async def inquire(
    desk: Desk,
    uuid: ConnectionId | TransactionId,
    checks: Sequence[C],
    ask: Callable[[C], Awaitable[Sequence[Finding]]],
) -> list[Finding]:
    """Ask all checks at once; return what they find, in the order of the checks.

    A check that breaks is a fault in the log and finds nothing; no mail is lost for it.
    """
    findings: list[Finding] = []
    for check, answer in zip(checks, await _answers(checks, ask), strict=True):
        if isinstance(answer, Exception):
            desk.journal.note(faulted(answer, desk.clock.now(), uuid))
        elif answer:
            if desk.policy.weights:
                answer = reweighed(desk.policy.weights, answer)
            note(desk, uuid, check.origin, answer)
            findings += answer
    return findings


async def _answers(
    checks: Sequence[C], ask: Callable[[C], Awaitable[Sequence[Finding]]]
) -> list[Answer]:
    """Return each check's answer, or what broke it.

    Those who wait for others begin first, and wait at once; one alone needs no task.
    """
    far = [each for each, check in enumerate(checks) if check.origin not in AT_HAND]
    if len(far) < 2:
        return [await _answer(check, ask) for check in checks]
    loop = asyncio.get_running_loop()
    begun = {each: loop.create_task(_answer(checks[each], ask)) for each in far}
    try:
        near = {
            each: await _answer(check, ask)
            for each, check in enumerate(checks)
            if each not in begun
        }
        return [
            await begun[each] if each in begun else near[each]
            for each in range(len(checks))
        ]
    finally:
        for task in begun.values():
            task.cancel()


async def _answer(check: C, ask: Callable[[C], Awaitable[Sequence[Finding]]]) -> Answer:
    try:
        return await ask(check)
    except Exception as broken:
        return broken


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
