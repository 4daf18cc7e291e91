"""What events are made of, besides public words: who, where, which check, how it ended.

Only text that has been made safe for the log has a type here (`ScrubbedText` and the
like); a value of these enumerations is all that can be said of its subject.
"""

from enum import StrEnum
from typing import NewType, TypeAlias

from msgspec import Struct

from glassine.words.public import (
    Address,
    ConnectionId,
    DeliveryId,
    Direction,
    Endpoint,
    HostName,
    ReversePath,
    SpamStatus,
    TransactionId,
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
    ALLOWANCE = "allowance"  # the account has sent what it may
    AUTH = "auth"  # too many failed logins
    CONNECTIONS = "connections"  # too many from one address, or in all
    LIMITS = "limits"  # sizes, counts, times
    LOOP = "loop"
    PROTOCOL = "protocol"  # bare newline, pipelining, garbage
    RETURN_PATH = "return path"  # a bounce to an address that we did not make
    SUPPRESSED = "suppressed"  # the recipient's address has bounced for good
    STORAGE = "storage"  # disk full, database locked or damaged, key missing


class CheckOrigin(StrEnum):
    """Who speaks in the log line of a check."""

    HELO = "helo.checks"
    FCRDNS = "fcrdns"
    DNS_LISTS = "dnsbl"
    EARLY_TALKER = "early_talker"
    SENDER_DOMAIN = "mail_from.is_resolvable"
    SPF = "spf"
    DKIM = "dkim_verify"
    DMARC = "dmarc"
    ARC = "arc"
    HEADERS = "headers"
    ATTACHMENT = "attachment"
    CONTENT = "content"
    URIBL = "uribl"
    BAYES = "bayes"
    RSPAMD = "rspamd"
    CLAMD = "clamd"
    EXTRA = "extra"
    ACCESS = "access"
    LIMIT = "limit"
    GREYLIST = "greylist"
    KARMA = "karma"
    CORRESPONDENTS = "correspondents"


class AuthResult(StrEnum):
    """How a login ended."""

    OK = "ok"
    FAILED = "failed"
    LIMITED = "limited"  # too many failures; not looked at


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
    EVENT_SHOW = "event show"
    PAGE = "event page"
    EXPORT = "export"
    TAIL = "tail"
    LOG = "log"
    TRACE = "trace"
    EXPLAIN = "explain"
    CHECK = "check"
    OVERVIEW = "overview"
    HEALTH = "health"
    VERIFY = "verify"
    BACKUP = "backup"
    SIGN_IN = "sign in"
    SIGN_IN_FAILED = "sign in failed"
    SIGN_OUT = "sign out"
    ACCOUNT_LIST = "account list"
    QUEUE_LIST = "queue list"
    QUEUE_SHOW = "queue show"
    QUEUE_HOLD = "queue hold"
    QUEUE_RELEASE = "queue release"
    QUEUE_DROP = "queue drop"
    DELIVER_CHECK = "deliver-check"
    QUEUE_BOUNCE = "queue drop --bounce"
    HOLD_RULE_LIST = "hold-rule list"
    HOLD_RULE_ADD = "hold-rule add"
    HOLD_RULE_REMOVE = "hold-rule remove"
    SUPPRESS_LIST = "suppress list"
    SUPPRESS_ADD = "suppress add"
    SUPPRESS_REMOVE = "suppress remove"
    SPAM_TEST = "spam test"
    SPAM_LEARN = "spam learn"
    SPAM_STATUS = "spam status"
    LIST_LIST = "list list"
    LIST_ADD = "list add"
    LIST_REMOVE = "list remove"
    DOMAIN_ADD = "domain add"
    ACCOUNT_ADD = "account add"
    ACCOUNT_DELETE = "account delete"
    ACCOUNT_PASSWD = "account passwd"
    APP_PASSWORD_ADD = "app-password add"
    APP_PASSWORD_LIST = "app-password list"
    APP_PASSWORD_REVOKE = "app-password revoke"
    OPERATOR_ADD = "operator add"
    OPERATOR_DELETE = "operator delete"
    OPERATOR_PASSWD = "operator passwd"
    OPERATOR_TOTP = "operator totp"
    TOKEN_ADD = "operator token add"
    TOKEN_REVOKE = "operator token revoke"


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
