"""What we know of one SMTP or LMTP connection, in public words."""

from asyncio import Future
from dataclasses import dataclass, field
from typing import TypeAlias

from glassine.events.facts import Circumstances, Remote, Stage
from glassine.flow import peer
from glassine.flow.judging.denial import Denial
from glassine.flow.login import Entry
from glassine.flow.sums import Sums
from glassine.flow.transaction import Transaction
from glassine.mail.trace import Tls
from glassine.trust.helo import Greeting
from glassine.wire.sasl.steps import TlsBinding
from glassine.words.clock import Seconds
from glassine.words.envelope import Envelope
from glassine.words.finding import Finding
from glassine.words.public import (
    Address,
    AuthMethod,
    ConnectionId,
    Direction,
    Endpoint,
    HostName,
    Protocol,
    SpamStatus,
    TransactionId,
    Verdict,
)

Inquiry: TypeAlias = tuple[Stage, Future[list[Finding]]]
"""What checks of a stage will have found."""


@dataclass(slots=True, kw_only=True)
class Session:
    """One connection, from connect to disconnect."""

    id: ConnectionId
    protocol: Protocol
    remote: Endpoint
    local: Endpoint
    opened: Seconds
    rdns: HostName | None = None
    tls: Tls | None = None
    binding: TlsBinding | None = None  # of TLS 1.3 only
    greeting: Greeting | None = None
    greeting_before: Greeting | None = None
    transaction: Transaction | None = None
    entry: Entry | None = None
    proven: Entry | None = None  # by SCRAM; the client has not nodded yet
    method: AuthMethod | None = None
    early: bool = False
    pipelined: bool = False
    closed: bool = False
    errors: int = 0  # that the engine does not count; with its own in the end
    transactions: int = 0
    octets: int = 0
    last_rejection: Verdict | None = None
    inquiries: list[Inquiry] = field(default_factory=list)  # still being asked
    findings: list[Finding] = field(default_factory=list)  # of the client
    denial: Denial | None = None  # of the client; it waits for MAIL or RCPT
    recipients: Sums = field(default_factory=Sums)
    messages: Sums = field(default_factory=Sums)

    @property
    def transaction_id(self) -> TransactionId:
        """The current transaction's id, `C.N`."""
        return TransactionId(f"{self.id}.{self.transactions}")

    @property
    def account(self) -> Address | None:
        """Who is logged in."""
        return self.entry.account.address if self.entry else None

    @property
    def relays(self) -> bool:
        """Whether this client may send to anywhere."""
        return self.entry is not None

    @property
    def helo(self) -> HostName | None:
        """What the client calls itself."""
        return self.greeting.host if self.greeting else None

    @property
    def esmtp(self) -> bool:
        """Whether it said EHLO or LHLO, not HELO."""
        return self.greeting is not None and self.greeting.extended

    @property
    def client(self) -> Remote:
        """Who is at the other end, as records show it."""
        return peer.shown(self.remote, self.rdns, helo=self.helo, closed=self.closed)

    def secured(self, tls: Tls, binding: TlsBinding | None) -> None:
        """TLS is on: what was said before it does not count. RFC 3207 §4.2

        The greeting stays to be compared with the next one, which the engine demands,
        and so does what was found of the client's address, which is no word of its own.
        """
        self.tls, self.binding = tls, binding
        if self.denial is not None and self.denial.stage is not Stage.CONNECT:
            self.denial = None
        self.transaction = None
        self.entry = self.proven = self.method = None

    def circumstances(
        self,
        envelope: Envelope | None = None,
        status: SpamStatus = SpamStatus.UNKNOWN,
    ) -> Circumstances:
        """Return the facts that every record of this session shares."""
        return Circumstances(
            direction=Direction.OUTBOUND if self.relays else Direction.INBOUND,
            remote=self.client,
            auth_user=self.account,
            mail_from=envelope.sender.path if envelope else None,
            has_mail_from=envelope is not None,
            rcpt_to=tuple(r.path for r in envelope.recipients) if envelope else (),
            spam_status=status,
        )
