"""Who is at the other end, as a check may see it: public words only."""

from dataclasses import dataclass

from glassine.flow.session import Session
from glassine.trust.helo import Greeting, folded
from glassine.words.finding import Finding
from glassine.words.public import ConnectionId, HostName, IpAddress, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What is known of a client when a check looks."""

    id: ConnectionId
    protocol: Protocol
    ip: IpAddress
    rdns: HostName | None  # the name that leads back to the address
    greeting: Greeting | None = None
    greeting_before: Greeting | None = None  # another one, earlier in the connection
    tls: bool = False
    early: bool = False  # it talked before it was greeted
    found: tuple[Finding, ...] = ()  # at earlier stages; see `client_of`

    @property
    def greets_again(self) -> bool:
        """Whether it gives the name that it gave before, as after STARTTLS."""
        if self.greeting is None or self.greeting_before is None:
            return False
        return folded(self.greeting.host) == folded(self.greeting_before.host)


def client_of(session: Session) -> Client:
    """Return what a session knows of its client now.

    What checks have found is complete for a check of a recipient or a message; at
    earlier stages some may still be asking.
    """
    transaction = session.transaction
    return Client(
        id=session.id,
        protocol=session.protocol,
        ip=session.remote.ip,
        rdns=session.rdns,
        greeting=session.greeting,
        greeting_before=session.greeting_before,
        tls=session.tls is not None,
        early=session.early,
        found=(*session.findings, *(transaction.findings if transaction else ())),
    )
