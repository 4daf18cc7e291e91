"""Milestones: what is kept as a JSON record, in the transaction that it speaks of.

They have raw lines too, where the log has them.
"""

from typing import ClassVar, TypeAlias

from msgspec import Struct

from glassine.events.facts import (
    NOT_CHECKED,
    Action,
    AuthResult,
    Check,
    Circumstances,
    EventId,
    FilterText,
    OperatorName,
    ScrubbedText,
    SenderChecks,
    Stage,
    Tally,
)
from glassine.events.facts_of_sending import (
    GivenUp,
    Mode,
    TlsUse,
    TlsVersionName,
    Untold,
)
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.finding import CheckName, Finding
from glassine.words.public import (
    Address,
    AuthMethod,
    ConnectionId,
    DeliveryId,
    Domain,
    Endpoint,
    EnhancedCode,
    FolderClass,
    HostName,
    MessageIdDigest,
    Protocol,
    QueueId,
    Size,
    SpamStatus,
    TransactionId,
)

Reported: TypeAlias = TransactionId | DeliveryId
"""What a bounce tells of: one delivery, or a transaction with several of them."""


class Received(Struct, frozen=True, kw_only=True):
    """A message from outside was accepted for local recipients."""

    at: Milliseconds
    uuid: TransactionId
    about: Circumstances
    message_id: MessageIdDigest | None
    size: Size
    tls: bool
    tls_version: TlsVersionName | None = None
    spam_score: float | None = None
    findings: tuple[Finding, ...] = ()  # what told for or against it
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
    tls_version: TlsVersionName | None = None
    of: Reported | None = None


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
    of: Reported | None = None
    protection: TlsUse | None = None


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
    dsn: TransactionId | None = None  # the notice of a delay, where this brought it
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
    untold: Untold | None = None
    fails: int
    recipients: Tally


class Denied(Struct, frozen=True, kw_only=True):
    """Somebody was refused, at any stage."""

    at: Milliseconds
    uuid: EventId
    about: Circumstances
    stage: Stage
    check: Check | CheckName
    code: int
    enhanced: EnhancedCode | None
    findings: tuple[Finding, ...] = ()  # the one that refused first


class FoundSpam(Struct, frozen=True, kw_only=True):
    """A message was classified as spam: filed into Junk, or refused."""

    at: Milliseconds
    uuid: TransactionId
    about: Circumstances
    message_id: MessageIdDigest | None
    spam_score: float
    findings: tuple[Finding, ...]
    refused: bool


class LoggedIn(Struct, frozen=True, kw_only=True):
    """A login, or a failed one. `account` is None where the name is unknown."""

    at: Milliseconds
    uuid: ConnectionId
    about: Circumstances
    protocol: Protocol
    method: AuthMethod
    result: AuthResult
    account: Address | None


class SpamLearned(Struct, frozen=True, kw_only=True):
    """A user said by a move or a keyword what a message is; the classifier learnt it.

    `about` says whose lesson it is, and as what; `spam_score` is what was thought
    before, from 0, ham, to 1.
    """

    at: Milliseconds
    uuid: ConnectionId
    about: Circumstances
    taught_before: SpamStatus
    spam_score: float | None
    rules: tuple[CheckName, ...] = ()
    moved_from: FolderClass
    moved_to: FolderClass


class Operated(Struct, frozen=True, kw_only=True):
    """An operator looked at, searched or changed something."""

    uuid: ClassVar[None] = None
    at: Milliseconds
    who: OperatorName
    action: Action
    filter: FilterText
    address: Address | None = None
    rows: int | None = None
    touched: tuple[Address, ...] = ()  # addresses of ours that were shown


class Pruned(Struct, frozen=True, kw_only=True):
    """Rows past their time were removed; older ones lost addresses."""

    uuid: ClassVar[None] = None
    at: Milliseconds
    events: int
    traces: int
    aged: int


Milestone: TypeAlias = (
    Received
    | Queued
    | Delivered
    | Deferred
    | Bounced
    | Denied
    | FoundSpam
    | LoggedIn
    | SpamLearned
    | Operated
    | Pruned
)
