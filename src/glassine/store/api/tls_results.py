"""The book of TLS results: how sessions with other domains were protected, a day.

Counts for the reports of RFC 8460; of messages nothing is known here.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, Protocol

from glassine.words.public import Domain, HostName, IpAddress

Day = NewType("Day", int)
"""Days since the Unix epoch, UTC. RFC 8460 §4.1"""


class TlsPolicyType(StrEnum):
    """Which kind of policy was applied. RFC 8460 §4.4"""

    TLSA = "tlsa"
    STS = "sts"
    NONE = "no-policy-found"


class TlsResultType(StrEnum):
    """How a session ended, of what RFC 8460 §4.3 knows."""

    SUCCESS = "success"  # ours: the reports count these apart
    STARTTLS_NOT_SUPPORTED = "starttls-not-supported"
    CERTIFICATE_HOST_MISMATCH = "certificate-host-mismatch"
    CERTIFICATE_EXPIRED = "certificate-expired"
    CERTIFICATE_NOT_TRUSTED = "certificate-not-trusted"
    VALIDATION_FAILURE = "validation-failure"


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsResult:
    """How a session with one host of a domain ended."""

    domain: Domain
    policy: TlsPolicyType
    result: TlsResultType
    mx: HostName | None = None  # None where it did not come to a host
    sending_ip: IpAddress | None = None
    receiving_ip: IpAddress | None = None


class TlsResults(Protocol):
    """Sessions counted by how they ended, a day."""

    def count(self, day: Day, result: TlsResult, sessions: int = 1) -> None:
        """Count sessions that ended so."""

    def domains(self, day: Day) -> list[Domain]:
        """Return the domains of which there are results, in order."""

    def of(self, day: Day, domain: Domain) -> list[tuple[TlsResult, int]]:
        """Return a domain's results of one day, with how often each came."""

    def prune(self, before: Day) -> int:
        """Forget the days before this one; return how many rows that were."""
