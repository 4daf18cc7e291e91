"""The book of reputations: what came of mail of before, as counters that fade."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from glassine.words.clock import Milliseconds


@dataclass(frozen=True, slots=True)
class Standing:
    """How much good and bad was counted, as it stood at a moment."""

    good: float
    bad: float
    at: Milliseconds


class Reputations(Protocol):
    """Counters of addresses, networks and domains, each under its own spelling."""

    def put(self, standings: Mapping[str, Standing]) -> None:
        """Keep standings, to the thousandth, in place of those before."""

    def among(self, subjects: Collection[str]) -> dict[str, Standing]:
        """Return the standings of those of whom anything was counted."""

    def prune(self, before: Milliseconds) -> int:
        """Forget those of whom nothing was counted since; return how many."""
