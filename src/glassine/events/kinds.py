"""Every event the operator can see. Adding one, or a field, is a privacy decision.

An event holds public words only (`tests/test_privacy.py` walks every class). The two
views, the JSON record (`events.record`) and the raw log lines (`events.lines`), are
renderings of these classes; nothing else writes a log line.

A *milestone* has a JSON record and is kept in the event store, in the transaction it
speaks of. A *step* has raw lines only.

They are structs of msgspec, not dataclasses: as frozen, and made faster, which tells
because a message makes a dozen.

Every event has a `uuid`: what the house does by itself says None, in its class.
"""

from enum import StrEnum
from typing import ClassVar, NewType, TypeAlias, get_args

from msgspec import Struct

from glassine.words.clock import Milliseconds, Seconds
from glassine.words.finding import CheckName, Finding
from glassine.words.public import (
    Address,
    AuthMethod,
    ConnectionId,
    DeliveryId,
    Direction,
    Domain,
    Endpoint,
    EnhancedCode,
    FolderClass,
    HostName,
    MessageIdDigest,
    Protocol,
    QueueId,
    ReversePath,
    Size,
    SpamStatus,
    TransactionId,
    Verdict,
)

ScrubbedText = NewType("ScrubbedText", str)
"""A remote server's answer, scrubbed against the message. Made by `events.scrub`."""

OperatorName = NewType("OperatorName", str)
"""Who sits at the operator's screen: a login name of this machine or of the viewer."""

FilterText = NewType("FilterText", str)
"""An operator's filter, as `key=value` pairs of public words."""

CodeName = NewType("CodeName", str)
"""The name of a class, a logger or a place in code (`file:line`); never a message."""

EventId: TypeAlias = ConnectionId | TransactionId | DeliveryId


class Stage(StrEnum):
    """Where in a session somebody was refused."""

    CONNECT = "connect"
    HELO = "helo"
    AUTH = "auth"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"


class Check(StrEnum):
    """Which check refused."""

    ACCESS = "access"  # relaying, foreign sender, authentication or TLS required
    ADDRESS = "address"  # no such user
    AUTH = "auth"  # too many failed logins
    CONNECTIONS = "connections"  # too many from one address, or in all
    LIMITS = "limits"  # sizes, counts, times
    LOOP = "loop"
    PROTOCOL = "protocol"  # bare newline, pipelining, garbage
    STORAGE = "storage"  # disk full, database locked or damaged, key missing


class AuthResult(StrEnum):
    """How a login ended."""

    OK = "ok"
    FAILED = "failed"
    LIMITED = "limited"  # too many failures; not looked at


class Mode(StrEnum):
    """How a message was handed to its destination."""

    SMTP = "SMTP"
    LMTP = "LMTP"
    LOCAL = "local"


class GivenUp(StrEnum):
    """Why no further try is made."""

    REJECTED = "rejected"  # the destination said never
    EXPIRED = "expired"  # it said later for too long
    UNROUTABLE = "unroutable"  # the domain takes no mail


class Checked(StrEnum):
    """What a check of the sender ended with. RFC 8601 §2.7"""

    UNCHECKED = ""
    NONE = "none"
    PASS = "pass"
    FAIL = "fail"
    POLICY = "policy"
    NEUTRAL = "neutral"
    SOFTFAIL = "softfail"
    TEMPERROR = "temperror"
    PERMERROR = "permerror"


class Action(StrEnum):
    """What an operator did."""

    EVENTS = "events"
    LOG = "log"
    TRACE = "trace"
    QUEUE_LIST = "queue list"
    QUEUE_SHOW = "queue show"
    QUEUE_HOLD = "queue hold"
    QUEUE_RELEASE = "queue release"
    QUEUE_DROP = "queue drop"
    DOMAIN_ADD = "domain add"
    ACCOUNT_ADD = "account add"
    ACCOUNT_DELETE = "account delete"
    ACCOUNT_PASSWD = "account passwd"
    APP_PASSWORD_ADD = "app-password add"
    APP_PASSWORD_REVOKE = "app-password revoke"


class Remote(Struct, frozen=True, kw_only=True):
    """The other end of a connection. `host` is from reverse DNS, `info` for people."""

    ip_and_port: Endpoint
    host: HostName | None
    info: HostName | None
    closed: bool
    is_private: bool
    is_local: bool


class Circumstances(Struct, frozen=True, kw_only=True):
    """Who, from where, in which transaction: the keys all records share."""

    direction: Direction
    remote: Remote | None = None
    auth_user: Address | None = None
    mail_from: ReversePath = None
    has_mail_from: bool = True  # False before MAIL: the record shows "" and not "<>"
    rcpt_to: tuple[Address, ...] = ()
    spam_status: SpamStatus = SpamStatus.UNKNOWN


class Tally(Struct, frozen=True, kw_only=True):
    """Accepted, temporarily failed, rejected: the log's `A/T/R`."""

    accepted: int = 0
    deferred: int = 0
    rejected: int = 0


class SenderChecks(Struct, frozen=True, kw_only=True):
    """Whether the sender is who it says: the record's `authResults`."""

    spf: Checked = Checked.UNCHECKED
    dkim: Checked = Checked.UNCHECKED
    dmarc: Checked = Checked.UNCHECKED
    arc: Checked = Checked.UNCHECKED


NOT_CHECKED = SenderChecks()


# Steps: raw lines only.


class Connected(Struct, frozen=True, kw_only=True):
    """Somebody opened a connection."""

    at: Milliseconds
    uuid: ConnectionId
    remote: Endpoint
    local: Endpoint


class HeloChecked(Struct, frozen=True, kw_only=True):
    """The name given in HELO was looked at."""

    at: Milliseconds
    uuid: ConnectionId
    multi: bool
    findings: tuple[Finding, ...]


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


# Milestones: a JSON record, and raw lines where the log has them.


class Received(Struct, frozen=True, kw_only=True):
    """A message from outside was accepted for local recipients."""

    at: Milliseconds
    uuid: TransactionId
    about: Circumstances
    message_id: MessageIdDigest | None
    size: Size
    tls: bool
    spam_score: float | None = None
    rules: tuple[CheckName, ...] = ()
    sender_checks: SenderChecks = NOT_CHECKED


class Queued(Struct, frozen=True, kw_only=True):
    """A message was accepted for delivery; it is on disk."""

    at: Milliseconds
    uuid: TransactionId
    about: Circumstances
    message_id: MessageIdDigest | None
    size: Size
    signed_for: Domain | None
    auth_method: AuthMethod | None
    tls: bool


class Delivered(Struct, frozen=True, kw_only=True):
    """The destination took it: a local mailbox, LMTP, or a remote MX."""

    at: Milliseconds
    uuid: DeliveryId
    about: Circumstances
    message_id: MessageIdDigest | None
    queue: QueueId
    domain: Domain
    host: HostName
    remote: Endpoint | None
    mode: Mode
    tls: bool
    auth: bool
    response: ScrubbedText
    delay: Seconds
    fails: int
    filed: FolderClass | None
    recipients: Tally


class Deferred(Struct, frozen=True, kw_only=True):
    """A try failed and another is planned."""

    at: Milliseconds
    uuid: DeliveryId
    about: Circumstances
    message_id: MessageIdDigest | None
    queue: QueueId
    domain: Domain
    host: HostName | None
    remote: Endpoint | None
    code: int
    enhanced: EnhancedCode | None
    response: ScrubbedText
    next_try: Milliseconds
    fails: int
    recipients: Tally


class Bounced(Struct, frozen=True, kw_only=True):
    """Given up; the sender was told."""

    at: Milliseconds
    uuid: DeliveryId
    about: Circumstances
    message_id: MessageIdDigest | None
    queue: QueueId
    domain: Domain
    code: int
    enhanced: EnhancedCode | None
    response: ScrubbedText
    reason: GivenUp = GivenUp.REJECTED
    dsn: TransactionId | None
    fails: int
    recipients: Tally


class Denied(Struct, frozen=True, kw_only=True):
    """Somebody was refused, at any stage."""

    at: Milliseconds
    uuid: EventId
    about: Circumstances
    stage: Stage
    check: Check
    code: int
    enhanced: EnhancedCode | None


class LoggedIn(Struct, frozen=True, kw_only=True):
    """A login, or a failed one. `account` is None where the name is unknown."""

    at: Milliseconds
    uuid: ConnectionId
    about: Circumstances
    protocol: Protocol
    method: AuthMethod
    result: AuthResult
    account: Address | None


class Operated(Struct, frozen=True, kw_only=True):
    """An operator looked at, searched or changed something."""

    uuid: ClassVar[None] = None
    at: Milliseconds
    who: OperatorName
    action: Action
    filter: FilterText
    address: Address | None = None
    rows: int | None = None


class Pruned(Struct, frozen=True, kw_only=True):
    """Rows past their time were removed; older ones lost addresses."""

    uuid: ClassVar[None] = None
    at: Milliseconds
    events: int
    traces: int
    aged: int


Step: TypeAlias = (
    Connected
    | HeloChecked
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
    | Disconnected
    | ServerStarted
    | ServerStopped
    | CertificateLoaded
    | Faulted
    | LibrarySpoke
)
Milestone: TypeAlias = (
    Received
    | Queued
    | Delivered
    | Deferred
    | Bounced
    | Denied
    | LoggedIn
    | Operated
    | Pruned
)
Event: TypeAlias = Step | Milestone
KINDS: tuple[type[Event], ...] = (*get_args(Step), *get_args(Milestone))
