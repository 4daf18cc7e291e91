"""Words the operator may see: each has its own grammar, none is free text.

They are the promise's list: times, event types, hosts and addresses of servers,
the authentication method, the spam class, the envelope's addresses, and the codes
and ids that tie them together.
"""

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NewType, TypeAlias

IpAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
IpNetwork: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

ConnectionId = NewType("ConnectionId", str)
"""`C`: a random UUID in upper case, one a connection."""

TransactionId = NewType("TransactionId", str)
"""`C.N`: the N-th transaction of connection C."""

DeliveryId = NewType("DeliveryId", str)
"""`C.N.M`: the M-th delivery of transaction C.N."""

MessageIdDigest = NewType("MessageIdDigest", str)
"""A keyed digest of a Message-ID in angle brackets, or the id itself if so set."""

QueueId = NewType("QueueId", str)
"""Names one queued or stored delivery; made by us."""

Port = NewType("Port", int)
Size = NewType("Size", int)
"""A number of octets."""

_DOMAIN = re.compile(
    r"(?=.{1,255}\Z)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
    r"(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*\Z"
)
_LONGEST_NAME = 1000  # characters, before those that IDNA leaves out
_HOST = re.compile(r"[A-Za-z0-9._:\[\]-]{1,255}\Z")
_RULE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,63}\Z")
_LOCAL = re.compile(
    r"[^\x00-\x20\x7f-\x9f\ud800-\udfff]{1,64}\Z"
    r"|\"(?:[^\x00-\x1f\x7f-\x9f\"\\\ud800-\udfff]|\\[\x20-\x7e]){0,62}\"\Z"
)


class NotPublic(ValueError):
    """The text does not fit the grammar of the public word it was meant to be."""


@dataclass(frozen=True, slots=True)
class Domain:
    """A mail domain: A-labels, lower case, no trailing dot; or an address literal."""

    name: str

    def __post_init__(self) -> None:
        if not _DOMAIN.match(self.name) and not is_address_literal(self.name):
            raise NotPublic("not a domain")

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class HostName:
    """What a host calls itself in HELO, or what reverse DNS calls it."""

    name: str

    def __post_init__(self) -> None:
        if not _HOST.match(self.name):
            raise NotPublic("not a host name")

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox address that has passed RFC 5321 §4.1.2: `local@domain`."""

    local: str
    domain: Domain

    def __post_init__(self) -> None:
        if not _LOCAL.match(self.local):
            raise NotPublic("not a local part")

    def __str__(self) -> str:
        return f"{self.local}@{self.domain.name}"

    def without_tag(self) -> "Address":
        """Return `local@domain` of `local+tag@domain`, and of another itself."""
        plain = _plain(self.local)
        return self if plain == self.local else Address(plain, self.domain)

    def bracketed(self) -> str:
        """Return `<local@domain>`, as in an envelope."""
        return f"<{self.local}@{self.domain.name}>"


@dataclass(frozen=True, slots=True)
class RuleName:
    """What a judge outside this program calls a rule of its own: a code, not a text."""

    name: str

    def __post_init__(self) -> None:
        if not _RULE.match(self.name):
            raise NotPublic("not the name of a rule")

    def __str__(self) -> str:
        return self.name


ReversePath: TypeAlias = Address | None
"""The sender of the envelope; None is the null reverse-path `<>` of a bounce."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One end of a connection."""

    ip: IpAddress
    port: int


class Direction(StrEnum):
    """Which way a message goes, seen from this server."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class SpamStatus(StrEnum):
    """The class of a message; `UNKNOWN` where it was not judged."""

    UNKNOWN = ""
    HAM = "ham"
    PROBABLE = "probable"
    SPAM = "spam"


class AuthMethod(StrEnum):
    """How a client proves who it is: SASL mechanism names, and IMAP's LOGIN."""

    PLAIN = "PLAIN"
    LOGIN = "LOGIN"
    SCRAM_SHA_256 = "SCRAM-SHA-256"
    SCRAM_SHA_256_PLUS = "SCRAM-SHA-256-PLUS"


class Protocol(StrEnum):
    """What a listener speaks, in the words of `[listen]`."""

    MX = "mx"
    SUBMISSION = "submission"
    SUBMISSIONS = "submissions"
    LMTP = "lmtp"
    IMAP = "imap"
    IMAPS = "imaps"
    WEB = "web"

    @property
    def submits(self) -> bool:
        """Whether it is for our own people's mail, after a login. RFC 6409"""
        return self in (Protocol.SUBMISSION, Protocol.SUBMISSIONS)

    @property
    def reads(self) -> bool:
        """Whether mail is read by it."""
        return self in (Protocol.IMAP, Protocol.IMAPS)


class FolderClass(StrEnum):
    """Where a delivered message went: a class, never a folder's name."""

    INBOX = "inbox"
    JUNK = "junk"
    OTHER = "other"


class Verdict(StrEnum):
    """What became of a step, in the log's words (Haraka's)."""

    CONT = "CONT"
    OK = "OK"
    DENY = "DENY"
    DENYSOFT = "DENYSOFT"
    DENYDISCONNECT = "DENYDISCONNECT"


@dataclass(frozen=True, slots=True)
class EnhancedCode:
    """An enhanced status code. RFC 3463 §2"""

    klass: int
    subject: int
    detail: int

    def __str__(self) -> str:
        return f"{self.klass}.{self.subject}.{self.detail}"


@lru_cache(maxsize=4096)
def ip_address(text: str) -> IpAddress:
    """Return the address; an IPv4-mapped IPv6 address comes back as IPv4.

    Raises `ValueError` where the text is neither.
    """
    ip = ipaddress.ip_address(text)
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    return ip


@lru_cache(maxsize=4096)
def is_address_literal(text: str) -> bool:
    """Tell whether it is `[192.0.2.1]` or `[IPv6:2001:db8::1]`. RFC 5321 §4.1.3"""
    if not (text.startswith("[") and text.endswith("]")):
        return False
    inner = text[1:-1]
    if "%" in inner:  # a zone id, which `ipaddress` lets be any text
        return False
    v6 = inner[:5].lower() == "ipv6:"
    try:
        ipaddress.IPv6Address(inner[5:]) if v6 else ipaddress.IPv4Address(inner)
    except ValueError:
        return False
    return True


def parse_domain(text: str) -> Domain:
    """Return the domain in A-labels and lower case. Raises `NotPublic`."""
    name = text.removesuffix(".")
    if len(name) > _LONGEST_NAME:  # IDNA takes its time over what is no name anyway
        raise NotPublic("not a domain")
    return _domain(name)


@lru_cache(maxsize=4096)  # one message names the same two or three a dozen times
def _domain(name: str) -> Domain:
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            raise NotPublic("not a domain") from None
    return Domain(name.lower())


def without_tag(written: str) -> str:
    """Return `local@domain` of `local+tag@domain`, and any other text as it is."""
    local, at, domain = written.rpartition("@")
    return f"{_plain(local)}{at}{domain}"


def _plain(local: str) -> str:
    plain, _, _ = local.partition("+")
    return local if not plain or plain.startswith('"') else plain


def parse_address(text: str) -> Address:
    """Return the address of `local@domain`. Raises `NotPublic`."""
    local, at, domain = text.rpartition("@")
    if not at:
        raise NotPublic("an address is local@domain")
    return Address(local, parse_domain(domain))
