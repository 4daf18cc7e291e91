"""The book of reputations: what came of mail of before, as counters that fade."""

from collections.abc import Collection
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

    def put(self, subject: str, standing: Standing) -> None:
        """Keep a standing, to the thousandth, in place of the one before."""

    def among(self, subjects: Collection[str]) -> dict[str, Standing]:
        """Return the standings of those of whom anything was counted."""

    def prune(self, before: Milliseconds) -> int:
        """Forget those of whom nothing was counted since; return how many."""
