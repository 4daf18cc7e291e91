"""The book of suppressions: addresses that are sent nothing more, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from glassine.events.facts import ScrubbedText
from glassine.words.clock import Milliseconds
from glassine.words.public import Address, Domain, EnhancedCode


class SuppressedBy(StrEnum):
    """Who had an address suppressed."""

    BOUNCE = "bounce"  # its server said never
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """An address that is sent nothing, since when, and why."""

    address: Address
    since: Milliseconds
    by: SuppressedBy
    code: int | None = None
    enhanced: EnhancedCode | None = None
    answer: ScrubbedText | None = None
    expires: Milliseconds | None = None  # None: it does not


class Suppressions(Protocol):
    """Addresses that are sent nothing more. They ignore case."""

    def put(self, suppression: Suppression) -> None:
        """Suppress an address, in place of what was known of it before."""

    def of(self, address: Address, now: Milliseconds) -> Suppression | None:
        """Return why an address is suppressed at this moment, if it is."""

    def remove(self, address: Address) -> bool:
        """Let an address have mail again; tell whether it was suppressed."""

    def find(
        self, limit: int, domain: Domain | None = None, after: Address | None = None
    ) -> list[Suppression]:
        """Return suppressions, all or of one domain, in the order of addresses."""

    def prune(self, now: Milliseconds) -> int:
        """Forget those that have expired; return how many."""
