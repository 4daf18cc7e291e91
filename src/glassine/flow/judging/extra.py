"""Checks from other packages: they see what they declare, and say what they declare.

A check that looks at messages could put a word of one into the name of a rule. So the
names are told beforehand, by the package and not by the letter; any other is not shown.
"""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Protocol, TypeAlias

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.client import Client
from glassine.flow.judging.contents import Contents
from glassine.words.envelope import Envelope
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import RuleName
from glassine.words.reason import Reason

HEAVIEST = 20.0  # that one rule may weigh, for or against
PATIENCE = 10.0  # seconds

Told: TypeAlias = Iterable[tuple[str, float]]
"""Names of rules, and what each weighs; below zero it speaks for the message."""


class ThirdParty(Protocol):
    """What an entry point in the group `glassine.checks` names."""

    @property
    def rules(self) -> Collection[str]:
        """The names of all rules it may ever tell of; each fits `RuleName`."""

    @property
    def sees_message(self) -> bool:
        """Whether it is to be given the message."""

    async def judge(
        self, client: Client, envelope: Envelope, contents: Contents | None
    ) -> Told:
        """Return what it finds. `contents` is None unless `sees_message`."""


@dataclass(frozen=True, slots=True)
class ExtraCheck:
    """One of them, as a check of ours."""

    asked: ThirdParty
    rules: dict[str, RuleName]
    sees_message: bool
    origin: CheckOrigin = CheckOrigin.EXTRA

    async def __call__(
        self, client: Client, envelope: Envelope, contents: Contents
    ) -> Sequence[Finding]:
        """Return what it tells, as far as it was declared."""
        shown = contents if self.sees_message else None
        try:
            async with asyncio.timeout(PATIENCE):
                told = await self.asked.judge(client, envelope, shown)
        except TimeoutError:
            return (Finding(CheckName.EXTRA, Result.ERR, Reason.NO_ANSWER),)
        return tuple(self._findings(told))

    def _findings(self, told: Told) -> Iterator[Finding]:
        for name, weight in told:
            rule = self.rules.get(name)
            if rule is None or not isfinite(weight):
                continue
            yield Finding(
                CheckName.EXTRA,
                Result.FAIL if weight > 0 else Result.PASS,
                value=rule,
                weight=round(max(-HEAVIEST, min(HEAVIEST, weight)), 2),
            )


def extra_check(asked: ThirdParty) -> ExtraCheck:
    """Return it as a check. Raises `NotPublic` where a rule's name is no code.

    What it declares is taken now, once: it cannot change with the mail.
    """
    rules = {name: RuleName(name) for name in asked.rules}
    return ExtraCheck(asked, rules, asked.sees_message is True)
