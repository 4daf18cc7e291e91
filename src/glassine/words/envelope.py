"""The envelope: the part of the mail that a carrier may read. RFC 5321 §2.3.1"""

from dataclasses import dataclass, field
from enum import StrEnum

from glassine.words.public import Address, ReversePath


class BodyType(StrEnum):
    """What the sender declares of the content's octets. RFC 6152, RFC 3030"""

    SEVEN_BIT = "7BIT"
    EIGHT_BIT = "8BITMIME"
    BINARY = "BINARYMIME"


class Ret(StrEnum):
    """How much of the message a bounce should return. RFC 3461 §4.3"""

    FULL = "FULL"
    HDRS = "HDRS"


class Notify(StrEnum):
    """When the sender wants to hear of a recipient. RFC 3461 §4.1"""

    NEVER = "NEVER"
    SUCCESS = "SUCCESS"
    FAILURE = "FAILURE"
    DELAY = "DELAY"


@dataclass(frozen=True, slots=True)
class Sender:
    """The reverse-path and what MAIL said about the message."""

    path: ReversePath
    size: int | None = None  # RFC 1870
    body: BodyType = BodyType.SEVEN_BIT
    utf8: bool = False  # RFC 6531
    ret: Ret | None = None
    envid: str | None = None  # xtext decoded, printable ASCII. RFC 3461 §4.4
    require_tls: bool = False  # RFC 8689


@dataclass(frozen=True, slots=True)
class Recipient:
    """One forward-path and what RCPT asked for it."""

    path: Address
    notify: frozenset[Notify] = frozenset()
    orcpt: str | None = None  # "rfc822;user@example.org", xtext decoded. RFC 3461 §4.2


@dataclass(slots=True)
class Envelope:
    """One transaction's sender and the recipients accepted so far."""

    sender: Sender
    recipients: list[Recipient] = field(default_factory=list)
