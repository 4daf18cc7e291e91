"""The operator's lists: who is let in whatever else is found, and who is not.

A rule matches an address of the network or a network, a host, a HELO name, a sender or
a recipient. A domain stands for itself and for all below it. Of the rules that match
one thing the most specific counts; of two that are as specific, the one that denies.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from ipaddress import ip_network
from typing import NewType, TypeAlias

from glassine.words.clock import Milliseconds
from glassine.words.public import (
    Address,
    Domain,
    HostName,
    IpAddress,
    IpNetwork,
    NotPublic,
    ip_address,
    parse_address,
    parse_domain,
)

OperatorText = NewType("OperatorText", str)
"""Why a rule was made, for other operators. No client is ever told."""

MAPPED = 0xFFFF << 32  # IPv4 in IPv6, so that all addresses compare. RFC 4291 §2.5.5.2
WHOLE_ADDRESS = 1000  # labels: more specific than any domain


class AccessBy(StrEnum):
    """What a rule looks at."""

    IP = "ip"
    HOST = "host"  # what reverse DNS calls the client
    HELO = "helo"  # what the client calls itself
    SENDER = "sender"
    RECIPIENT = "recipient"


class AccessAction(StrEnum):
    """What a rule does."""

    ALLOW = "allow"
    DENY = "deny"


Matched: TypeAlias = IpNetwork | Domain | Address
Subject: TypeAlias = IpAddress | HostName | Domain | Address


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule matches: a network, a domain with all below it, or an address."""

    by: AccessBy
    what: Matched

    def __str__(self) -> str:
        return f"{self.by} {self.what}"

    @property
    def key(self) -> str:
        """The spelling under which a subject finds it; see `keys`."""
        match self.what:
            case Domain(name):
                return name
            case Address():
                return str(self.what).casefold()
            case network:
                ip, bits = network.network_address, network.prefixlen
                return _key(_number(ip), bits + (96 if ip.version == 4 else 0))

    @property
    def depth(self) -> int:
        """How specific it is, among matches of its kind."""
        match self.what:
            case Domain(name):
                return name.count(".") + 1
            case Address() as address:
                return WHOLE_ADDRESS + (address.without_tag() != address)
            case network:
                return network.prefixlen + (96 if network.version == 4 else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRule:
    """Let in, or do not, whatever matches; until a moment, if one is named."""

    match: Match
    action: AccessAction
    reason: OperatorText | None = None
    until: Milliseconds | None = None

    def holds(self, now: Milliseconds) -> bool:
        """Tell whether its time is not over."""
        return self.until is None or now < self.until


def winner(rules: Iterable[AccessRule]) -> AccessRule | None:
    """Return the rule that counts, among those that match one thing."""
    return max(
        rules,
        key=lambda rule: (rule.match.depth, rule.action is AccessAction.DENY),
        default=None,
    )


def parse_match(by: AccessBy, text: str) -> Match:
    """Return the match that is written so. Raises `NotPublic`."""
    if by is AccessBy.IP:
        return Match(by, _network(text))
    if by in (AccessBy.SENDER, AccessBy.RECIPIENT) and "@" in text:
        return Match(by, parse_address(text))
    return Match(by, parse_domain(text.removeprefix(".")))


@lru_cache(maxsize=256)  # a client asks for the same a few times; 30 KB are the most
def keys(subject: Subject) -> tuple[str, ...]:
    """Return the keys of all matches that fit a subject."""
    match subject:
        case Domain(name) | HostName(name):
            return _names(name.casefold().removesuffix("."))
        case Address():
            spelt = (subject, subject.without_tag())
            addresses = dict.fromkeys(str(each).casefold() for each in spelt)
            return (*addresses, *_names(subject.domain.name))
        case ip:
            number, shortest = _number(ip), 96 if ip.version == 4 else 0
            bits = range(128, shortest - 1, -1)
            return tuple(_key(number, length) for length in bits)


def _names(name: str) -> tuple[str, ...]:
    """Return a name and all above it: `a.example.net`, `example.net`, `net`."""
    labels = name.split(".")
    return tuple(".".join(labels[above:]) for above in range(len(labels)))


def _network(text: str) -> IpNetwork:
    try:
        return ip_network(text if "/" in text else ip_address(text), strict=False)
    except ValueError:
        raise NotPublic("not a network") from None


def _number(ip: IpAddress) -> int:
    return int(ip) | MAPPED if ip.version == 4 else int(ip)


def _key(number: int, length: int) -> str:
    return f"{number >> (128 - length):x}/{length}"
