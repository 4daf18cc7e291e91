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


async def inquire(
    desk: Desk,
    uuid: ConnectionId | TransactionId,
    checks: Sequence[C],
    ask: Callable[[C], Awaitable[Sequence[Finding]]],
) -> list[Finding]:
    """Ask all checks at once; return what they find, in the order of the checks.

    A check that breaks is a fault in the log and finds nothing; no mail is lost for it.
    """
    asked = [_answers(group, ask) for group in _groups(checks)]
    answered = [await asked[0]] if len(asked) == 1 else await asyncio.gather(*asked)
    answers = dict(pair for each in answered for pair in each)
    findings: list[Finding] = []
    for number, check in enumerate(checks):
        answer = answers[number]
        if isinstance(answer, Exception):
            desk.journal.note(faulted(answer, desk.clock.now(), uuid))
        elif answer:
            if desk.policy.weights:
                answer = reweighed(desk.policy.weights, answer)
            note(desk, uuid, check.origin, answer)
            findings += answer
    return findings


def _groups(checks: Sequence[C]) -> list[list[tuple[int, C]]]:
    """Return who is asked in turn: those that have no network to wait for, together."""
    at_hand: list[tuple[int, C]] = []
    elsewhere: list[tuple[int, C]] = []
    for each in enumerate(checks):
        (at_hand if each[1].origin in AT_HAND else elsewhere).append(each)
    return [*([at_hand] if at_hand else []), *([each] for each in elsewhere)]


async def _answers(
    group: Sequence[tuple[int, C]], ask: Callable[[C], Awaitable[Sequence[Finding]]]
) -> list[tuple[int, Sequence[Finding] | Exception]]:
    """Ask in turn; return each answer with its check's place, or what broke it."""
    answers: list[tuple[int, Sequence[Finding] | Exception]] = []
    for number, check in group:
        try:
            answers.append((number, await ask(check)))
        except Exception as broken:
            answers.append((number, broken))
    return answers


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
