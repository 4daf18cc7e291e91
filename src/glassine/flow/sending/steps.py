"""What planning found, step by step: the dry run tells it in sentences.

Each step is a fact of public words; none is an error by itself.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from glassine.flow.sending.sts import StsAnswer
from glassine.flow.sending.ways import Way
from glassine.trust.resolver import Ending, Mx, Tlsa
from glassine.words.public import HostName, IpAddress


@dataclass(frozen=True, slots=True)
class RouteTaken:
    """The operator has said where it goes."""

    way: Way


@dataclass(frozen=True, slots=True)
class DomainIsOurs:
    """It is one of our own, and no route names it."""


@dataclass(frozen=True, slots=True)
class LiteralGiven:
    """The domain is an address, and is asked of nobody. RFC 5321 §4.1.3"""

    ip: IpAddress


@dataclass(frozen=True, slots=True)
class MxAsked:
    """DNS was asked for mail exchangers; these, best first."""

    ending: Ending
    exchangers: tuple[Mx, ...]
    secure: bool


@dataclass(frozen=True, slots=True)
class DomainIsHost:
    """It has no MX, so that it stands for its own. RFC 5321 §5.1"""


class Cut(StrEnum):
    """Why a host, or an address of one, is not tried."""

    OURS = "it is this server, or stands behind it"  # RFC 5321 §5.1
    TOO_MANY = "enough others stand before it"
    NO_ADDRESS = "it has no address"
    NOT_ANSWERED = "DNS did not answer"
    PRIVATE = "its addresses are private"
    TLSA_NOT_ANSWERED = "DNS did not answer for its TLSA records"  # RFC 7672 §2.1.2
    NOT_IN_POLICY = "the MTA-STS policy does not name it"  # RFC 8461 §4.1
    UNPROVABLE = "nobody can prove its name, and the message asks for it"  # RFC 8689


@dataclass(frozen=True, slots=True)
class HostCut:
    """A host is not tried."""

    host: HostName
    why: Cut


@dataclass(frozen=True, slots=True)
class HostFound:
    """A host has addresses."""

    host: HostName
    ips: tuple[IpAddress, ...]
    secure: bool


@dataclass(frozen=True, slots=True)
class TlsaFound:
    """A host has TLSA records; those of them that can prove a mail server."""

    host: HostName
    records: tuple[Tlsa, ...]
    usable: tuple[Tlsa, ...]


@dataclass(frozen=True, slots=True)
class StsAsked:
    """What the domain says by MTA-STS."""

    answer: StsAnswer


Step: TypeAlias = (
    RouteTaken
    | DomainIsOurs
    | LiteralGiven
    | MxAsked
    | DomainIsHost
    | HostCut
    | HostFound
    | TlsaFound
    | StsAsked
)
