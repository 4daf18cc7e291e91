"""The book of access rules: the lists that operators keep by hand."""

from collections.abc import Sequence
from typing import Protocol

from glassine.words.access import AccessBy, AccessRule, Match
from glassine.words.clock import Milliseconds


class AccessRules(Protocol):
    """Who is let in whatever is found, and who is not: one rule a match."""

    def put(self, rule: AccessRule) -> None:
        """Keep a rule, in place of the one of the same match."""

    def remove(self, match: Match) -> bool:
        """Forget the rule of a match; tell whether there was one."""

    def among(
        self, by: AccessBy, keys: Sequence[str], now: Milliseconds
    ) -> list[AccessRule]:
        """Return the rules that hold now, of those whose match has one of the keys."""

    def all(self) -> list[AccessRule]:
        """Return every rule, by what it looks at; also those whose time is over."""

    def prune(self, now: Milliseconds) -> int:
        """Forget those whose time is over; return how many."""
