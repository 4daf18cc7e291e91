"""What events of sending are made of: how, with what TLS, and why no more."""

from enum import StrEnum
from typing import NewType

from msgspec import Struct

from glassine.words.public import HostName, Port

TlsVersionName = NewType("TlsVersionName", str)
"""A version of TLS as OpenSSL names it: `TLSv1.3`."""

CipherName = NewType("CipherName", str)
"""A cipher suite as OpenSSL names it."""

Fingerprint = NewType("Fingerprint", str)
"""The SHA-256 of a certificate, in hexadecimal digits."""


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
    DROPPED = "dropped"  # an operator took it out of the queue


class Untold(StrEnum):
    """Why the sender is not told what became of a message."""

    NULL_SENDER = "null sender"  # it was a bounce itself
    NOT_ASKED = "not asked"  # NOTIFY says that nobody wants to hear of it
    FORGED = "forged"  # the sender's address failed authentication
    NOWHERE = "nowhere"  # the sender has no mailbox that could take it
    SUPPRESSED = "suppressed"  # the sender's address is sent nothing any more


class TlsRule(StrEnum):
    """Which rule said what TLS a delivery needs."""

    NONE = "none"  # no TLS is spoken on this way
    OPPORTUNISTIC = "opportunistic"  # RFC 7435: better than nothing
    REQUIRED = "required"  # a route says so, or REQUIRETLS. RFC 8689
    MTA_STS = "mta-sts"  # RFC 8461
    DANE = "dane"  # RFC 7672


class TlsUse(Struct, frozen=True, kw_only=True):
    """How a delivery was protected on its way, and by whose word."""

    rule: TlsRule
    version: TlsVersionName
    cipher: CipherName
    verified: bool  # the certificate is the one the rule asks for, or is valid for it
    certificate: Fingerprint
    issuer: HostName | None  # who issued it, where that reads as a name


class Stop(Struct, frozen=True):
    """One host of a course, as the log names it."""

    host: HostName
    port: Port
