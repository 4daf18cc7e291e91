"""The book of MTA-STS policies: what other domains have said of TLS. RFC 8461 §5.1

It outlives a restart, so that a policy once seen is never weakened by an attacker who
waits for one.
"""

from dataclasses import dataclass
from typing import Protocol

from glassine.words.clock import Milliseconds
from glassine.words.public import Domain


@dataclass(frozen=True, slots=True, kw_only=True)
class StsPolicy:
    """A policy as it was fetched, under the id that DNS gave it then."""

    domain: Domain
    id: str
    text: str  # read by `trust.mta_sts`, as if it had just been fetched
    fetched: Milliseconds
    expires: Milliseconds


class StsPolicies(Protocol):
    """Policies of other domains, until they expire."""

    def of(self, domain: Domain, now: Milliseconds) -> StsPolicy | None:
        """Return the domain's policy, if one is known that has not expired."""

    def put(self, policy: StsPolicy) -> None:
        """Keep a policy in place of the one before."""

    def prune(self, now: Milliseconds) -> int:
        """Forget those that have expired; return how many."""
