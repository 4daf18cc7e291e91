"""Steps: what a session goes through and what the house does, in raw lines only."""

from typing import ClassVar, TypeAlias

from msgspec import Struct

from glassine.events.facts import CheckOrigin, CodeName, EventId, ScrubbedText, Tally
from glassine.events.facts_of_sending import Mode, Stop
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.dns_list import ListAbout, ListTrial
from glassine.words.finding import Finding
from glassine.words.public import (
    Address,
    AuthMethod,
    ConnectionId,
    DeliveryId,
    Domain,
    Endpoint,
    HostName,
    MessageIdDigest,
    Protocol,
    ReversePath,
    Size,
    TransactionId,
    Verdict,
)


class Connected(Struct, frozen=True, kw_only=True):
    """Somebody opened a connection."""

    at: Milliseconds
    uuid: ConnectionId
    remote: Endpoint
    local: Endpoint


class ChecksMade(Struct, frozen=True, kw_only=True):
    """Checks of one kind looked at a client, its envelope or its message."""

    at: Milliseconds
    uuid: ConnectionId | TransactionId
    origin: CheckOrigin
    findings: tuple[Finding, ...]
    multi: bool | None = None  # of HELO: the client greeted more than once


class ListTried(Struct, frozen=True, kw_only=True):
    """A list in DNS was tried out; one that is not fit is not asked. RFC 5782 §5"""

    uuid: ClassVar[None] = None
    at: Milliseconds
    zone: Domain
    about: ListAbout
    trial: ListTrial
    unanswered: int  # questions about clients since the last trial


class Authenticated(Struct, frozen=True, kw_only=True):
    """A client proved who it is. The dialogue itself is never printed."""

    at: Milliseconds
    uuid: ConnectionId
    account: Address
    method: AuthMethod


class SenderSaid(Struct, frozen=True, kw_only=True):
    """MAIL was answered."""

    at: Milliseconds
    uuid: TransactionId
    sender: ReversePath
    verdict: Verdict


class RecipientChecked(Struct, frozen=True, kw_only=True):
    """A recipient was looked up among domains, accounts and aliases."""

    at: Milliseconds
    uuid: TransactionId
    recipient: Address
    verdict: Verdict


class DenialsBypassed(Struct, frozen=True, kw_only=True):
    """Refusals held back until RCPT were dropped: the client may relay."""

    at: Milliseconds
    uuid: TransactionId


class RecipientSaid(Struct, frozen=True, kw_only=True):
    """RCPT was answered."""

    at: Milliseconds
    uuid: TransactionId
    recipient: Address
    sender: ReversePath
    verdict: Verdict


class MessageEnded(Struct, frozen=True, kw_only=True):
    """The whole message has arrived; nothing has been answered yet."""

    at: Milliseconds
    uuid: TransactionId
    message_id: MessageIdDigest | None
    size: Size
    recipients: Tally
    delay: Seconds
    verdict: Verdict


class MessageSigned(Struct, frozen=True, kw_only=True):
    """DKIM signatures of the sender's domain were made."""

    at: Milliseconds
    uuid: TransactionId
    domain: Domain


class QueueBegun(Struct, frozen=True, kw_only=True):
    """The message goes to the store; the answer waits for the disk."""

    at: Milliseconds
    uuid: TransactionId


class Split(Struct, frozen=True, kw_only=True):
    """A transaction was split into one delivery a destination domain."""

    uuid: ClassVar[None] = None
    at: Milliseconds
    domains: tuple[Domain, ...]


class QueueEnded(Struct, frozen=True, kw_only=True):
    """The store has the message on disk (OK), or has not (DENYSOFT)."""

    at: Milliseconds
    uuid: TransactionId
    verdict: Verdict


class CourseFound(Struct, frozen=True, kw_only=True):
    """Where the mail for a destination goes, or why it goes nowhere."""

    at: Milliseconds
    uuid: DeliveryId
    domain: Domain
    mode: Mode
    stops: tuple[Stop, ...]
    verdict: Verdict
    why_not: ScrubbedText | None = None  # our own words


class Attempted(Struct, frozen=True, kw_only=True):
    """A try begins, at the first host of the course."""

    at: Milliseconds
    uuid: DeliveryId
    mode: Mode
    stop: Stop
    sending: int  # other loads that are being delivered
    waiting: int  # loads that are ready and wait for a place


class Disconnected(Struct, frozen=True, kw_only=True):
    """The connection is over; the sums of it."""

    at: Milliseconds
    uuid: ConnectionId
    remote: Endpoint
    rdns: HostName | None
    helo: HostName | None
    relay: bool
    early: bool
    esmtp: bool
    tls: bool
    pipelined: bool
    errors: int
    transactions: int
    recipients: Tally
    messages: Tally
    octets: Size
    last_verdict: Verdict | None
    lasted: Seconds


class ServerStarted(Struct, frozen=True, kw_only=True):
    """The server listens; one a listener."""

    uuid: ClassVar[None] = None
    at: Milliseconds
    protocol: Protocol
    local: Endpoint


class ServerStopped(Struct, frozen=True, kw_only=True):
    """The server has ended cleanly."""

    uuid: ClassVar[None] = None
    at: Milliseconds


class CertificateLoaded(Struct, frozen=True, kw_only=True):
    """The TLS certificate was read, at the start or on SIGHUP."""

    uuid: ClassVar[None] = None
    at: Milliseconds
    host: HostName
    expires: Milliseconds
    accepted: bool


class Faulted(Struct, frozen=True, kw_only=True):
    """Something unexpected broke: its type and place, never its words."""

    at: Milliseconds
    uuid: EventId | None
    exception: CodeName
    place: CodeName


class LibrarySpoke(Struct, frozen=True, kw_only=True):
    """A third-party logger wrote: who, how grave, how often; never what."""

    uuid: ClassVar[None] = None
    at: Milliseconds
    logger: CodeName
    severity: CodeName
    count: int


Step: TypeAlias = (
    Connected
    | ChecksMade
    | ListTried
    | Authenticated
    | SenderSaid
    | RecipientChecked
    | DenialsBypassed
    | RecipientSaid
    | MessageEnded
    | MessageSigned
    | QueueBegun
    | Split
    | QueueEnded
    | CourseFound
    | Attempted
    | Disconnected
    | ServerStarted
    | ServerStopped
    | CertificateLoaded
    | Faulted
    | LibrarySpoke
)
