"""What we ask of DNS. The answer comes from whoever was given as the Resolver.

A question ends in one of four ways, and who asks must tell them apart: a name that is
not there may be refused for good, a server that did not answer may not.
"""

from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Address, IPv6Address
from typing import Generic, Protocol, TypeVar

from glassine.words.public import HostName, IpAddress

T = TypeVar("T", covariant=True)


class Ending(Enum):
    """How a question to DNS ended."""

    FOUND = "found"
    NO_DATA = "no data"  # the name is there, records of this type are not
    NO_NAME = "no name"  # NXDOMAIN. RFC 8020: nor is anything below it
    FAILED = "failed"  # no answer in time, SERVFAIL, or DNSSEC says it is forged


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """The records of one question, and how it ended.

    `secure` only where a validating resolver on loopback said so (the AD flag).
    `canonical` is the name that holds the records, at the end of any CNAMEs.
    """

    ending: Ending
    records: tuple[T, ...] = ()
    secure: bool = False
    ttl: float = 0.0  # seconds
    canonical: HostName | None = None


@dataclass(frozen=True, slots=True)
class Mx:
    """One mail exchanger; `host` is None for the null MX. RFC 7505"""

    preference: int
    host: HostName | None


@dataclass(frozen=True, slots=True)
class Tlsa:
    """One TLSA record. RFC 6698 §2.1"""

    usage: int
    selector: int
    matching: int
    data: bytes


class Resolver(Protocol):
    """Answers questions about names; never raises for what DNS did not answer.

    A name is any text: what is not one ends as `NO_NAME`.
    """

    async def reverse(self, ip: IpAddress) -> HostName | None:
        """Return the name that leads back to this address, or None. RFC 8601 §2.7.3"""

    async def pointers(self, ip: IpAddress) -> Found[HostName]:
        """Return the names of an address, unconfirmed. RFC 1035 §3.5, RFC 3596 §2.5"""

    async def mx(self, name: str) -> Found[Mx]:
        """Return the mail exchangers in the order that DNS gave. RFC 5321 §5"""

    async def a(self, name: str) -> Found[IPv4Address]:
        """Return the IPv4 addresses of a name."""

    async def aaaa(self, name: str) -> Found[IPv6Address]:
        """Return the IPv6 addresses of a name. RFC 3596"""

    async def txt(self, name: str) -> Found[bytes]:
        """Return the TXT records of a name, each one joined. RFC 7208 §3.3"""

    async def tlsa(self, host: HostName, port: int) -> Found[Tlsa]:
        """Return the TLSA records of a TCP port. RFC 6698 §3"""
