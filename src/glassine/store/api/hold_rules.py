"""The book of hold rules: whose mail waits until the operator lets it go."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

from glassine.words.clock import Milliseconds
from glassine.words.public import Address, Domain


class HoldBy(StrEnum):
    """What of a row a rule looks at."""

    SENDER = "sender"
    DOMAIN = "domain"  # the recipient's
    ACCOUNT = "account"


Held: TypeAlias = Address | Domain
"""An address for a sender or an account, a domain for a domain."""


@dataclass(frozen=True, slots=True)
class HoldRule:
    """All mail of this sender, to this domain, or by this account begins held."""

    by: HoldBy
    whom: Held
    since: Milliseconds


class HoldRules(Protocol):
    """Rules that `Queue.add` consults."""

    def add(self, rule: HoldRule) -> None:
        """Keep a rule for rows to come. Raises `Duplicate`."""

    def remove(self, by: HoldBy, whom: Held) -> bool:
        """Forget a rule; tell whether it was there. What is held stays held."""

    def all(self) -> list[HoldRule]:
        """Return the rules, oldest first."""
