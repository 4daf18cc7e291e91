"""A course: to which hosts mail for a destination goes, in what order, how safely."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from glassine.events.facts_of_sending import Mode, TlsRule
from glassine.trust.resolver import Tlsa
from glassine.words.private import Password
from glassine.words.public import HostName, IpAddress


class Handshake(StrEnum):
    """When TLS begins."""

    NEVER = "never"
    STARTTLS = "starttls"
    AT_ONCE = "at once"  # RFC 8314


@dataclass(frozen=True, slots=True, kw_only=True)
class Protection:
    """What must be true of TLS before mail may go to one host.

    Opportunistic: TLS where it is offered, whatever the certificate says. All other
    rules fail closed: no TLS or a wrong certificate, no mail. DANE proves by `tlsa`
    (RFC 7672), MTA-STS and REQUIRED by a certificate that a public authority, or one
    of the house's own, issued for one of `names` (RFC 8461 §4.1, RFC 9525).
    """

    rule: TlsRule
    handshake: Handshake
    names: tuple[HostName, ...] = ()
    tlsa: tuple[Tlsa, ...] = ()

    @property
    def needs_tls(self) -> bool:
        """Tell whether no mail may go in clear."""
        return self.rule not in (TlsRule.NONE, TlsRule.OPPORTUNISTIC)

    @property
    def needs_proof(self) -> bool:
        """Tell whether no mail may go to who cannot prove to be the host.

        Where DANE has records and none can prove anything, it asks for TLS alone.
        RFC 7672 §2.2
        """
        return self.needs_tls and not (self.rule is TlsRule.DANE and not self.tlsa)


@dataclass(frozen=True, slots=True)
class Credentials:
    """How we log in to a smarthost. RFC 4954"""

    user: str
    password: Password


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One host of a course, and its addresses in the order to try them."""

    host: HostName
    port: int
    ips: tuple[IpAddress, ...]
    protection: Protection
    socket: Path | None = None  # a Unix socket instead of addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The hosts to try, best first, and what is spoken with them."""

    mode: Mode  # SMTP or LMTP
    hops: Sequence[Hop]
    credentials: Credentials | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCourse:
    """Why there is no way there now (a 4xx code), or none at all (5xx).

    `words` are our own, made of public words: they stand in events and bounces.
    """

    code: int
    enhanced: str
    words: str
