"""What the operator has said of the ways out: routes, and how MX is followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from glassine.events.facts_of_sending import Mode, TlsRule
from glassine.flow.sending.course import Credentials, Handshake
from glassine.words.public import Domain, HostName

SMTP_PORT = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One `[[route]]`; `domain` is None for the one that takes all that is left."""

    domain: Domain | None
    mode: Mode
    host: HostName
    port: int
    rule: TlsRule
    handshake: Handshake
    socket: Path | None = None
    credentials: Credentials | None = None

    def __str__(self) -> str:
        if self.socket is not None:
            return f"{self.mode} {self.socket}"
        host = f"[{self.host}]" if ":" in self.host.name else self.host.name
        return f"{self.mode} {host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """All routes in the operator's order, and what holds where none does."""

    routes: Sequence[Way] = ()
    hostname: HostName
    port: int = SMTP_PORT
    ipv6: bool = True
    dane: bool = True
    mta_sts: bool = True
    private_mx: bool = False  # whether an MX may lead into private networks

    def route(self, domain: Domain, *, ours: bool) -> Way | None:
        """Return the first route of a domain.

        What is said of all domains is not said of ours: their mail never goes out by
        mistake.
        """
        for way in self.routes:
            if way.domain == domain or (way.domain is None and not ours):
                return way
        return None
