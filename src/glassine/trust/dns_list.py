"""Ask a list in DNS for an address or a domain. RFC 5782

A list answers with addresses in 127.0.0.0/8, or says that there is no such name. All
else is no answer: lists that think they are asked too often, or by the wrong name
server, say 127.255.255.x to everything, and a domain that was sold and parked points
everything at its new owner. Neither may cost anybody their mail.
"""

import asyncio
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_network

from glassine.trust.resolver import Ending, Resolver
from glassine.words.dns_list import (
    DnsListing,
    ListAbout,
    ListAnswers,
    ListKind,
    ListTrial,
)
from glassine.words.finding import Bearing, CheckName, Finding, Result
from glassine.words.public import Domain, IpAddress
from glassine.words.reason import Reason

_ANSWERS = ip_network("127.0.0.0/8")  # RFC 5782 §2.1
_REFUSALS = ip_network("127.255.255.0/24")
_SAMPLES = IPv4Address("127.0.0.2"), IPv4Address("127.0.0.1")  # RFC 5782 §5
_SAMPLES_6 = IPv6Address("::ffff:7f00:2"), IPv6Address("::ffff:7f00:1")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a list said; `refused` where it said something that is no answer."""

    records: tuple[IPv4Address, ...] = ()
    failed: bool = False
    refused: bool = False

    @property
    def unanswered(self) -> bool:
        return self.failed or self.refused


def reversed_ip(ip: IpAddress) -> str:
    """Return the address as lists have it in their names. RFC 5782 §2.1, §2.4"""
    return ip.reverse_pointer.removesuffix(".in-addr.arpa").removesuffix(".ip6.arpa")


async def look_up(
    resolver: Resolver, listing: DnsListing, name: str
) -> tuple[Finding, ...]:
    """Return what a list says of a name, or of a `reversed_ip`; mostly nothing."""
    answer = await _ask(resolver, listing.zone, name)
    if answer.unanswered:
        why = Reason.REFUSED if answer.refused else Reason.TEMPERROR
        return (unanswered(listing, why),)
    meanings = [_meaning(listing, record) for record in answer.records]
    hits = [_finding(listing, kind, weight) for kind, weight in filter(None, meanings)]
    gravest = sorted(hits, key=lambda hit: (hit.bearing is Bearing.DENY, hit.weight))
    return tuple(gravest[-1:])


def unanswered(listing: DnsListing, why: Reason) -> Finding:
    """Return that a list said nothing, which speaks neither for nor against."""
    allows = listing.kind is ListKind.ALLOW
    check = CheckName.DNSWL if allows else CheckName.DNSBL
    return Finding(check, Result.ERR, why, listing.zone)


async def try_out(resolver: Resolver, listing: DnsListing) -> ListTrial:
    """Ask a list for what every list has, and for what none has. RFC 5782 §5

    A list of addresses may be of IPv4, or of IPv6, or of both.
    """
    if listing.about is not ListAbout.IP:
        return await _try(resolver, listing.zone, "test", "invalid")
    found = await _try(resolver, listing.zone, *map(reversed_ip, _SAMPLES))
    if found is not ListTrial.EMPTY:
        return found
    return await _try(resolver, listing.zone, *map(reversed_ip, _SAMPLES_6))


async def _try(
    resolver: Resolver, zone: Domain, listed: str, unlisted: str
) -> ListTrial:
    has, has_not = await asyncio.gather(
        _ask(resolver, zone, listed), _ask(resolver, zone, unlisted)
    )
    if has.unanswered or has_not.unanswered:
        return ListTrial.SILENT
    if has_not.records:
        return ListTrial.EVERYTHING
    return ListTrial.FIT if has.records else ListTrial.EMPTY


async def _ask(resolver: Resolver, zone: Domain, name: str) -> _Answer:
    found = await resolver.a(f"{name}.{zone}")
    return _Answer(
        found.records,
        failed=found.ending is Ending.FAILED,
        refused=any(map(_is_refusal, found.records)),
    )


def _is_refusal(record: IPv4Address) -> bool:
    return record not in _ANSWERS or record in _REFUSALS


def _meaning(listing: DnsListing, record: IPv4Address) -> tuple[ListKind, float] | None:
    """Return what an answer means; None where the operator heeds it not."""
    if not listing.answers:
        return listing.kind, listing.weight
    for answers in listing.answers:
        if record in answers:
            return _as_set(listing, answers)
    return None


def _as_set(listing: DnsListing, answers: ListAnswers) -> tuple[ListKind, float] | None:
    if not answers.counts:
        return None
    weight = listing.weight if answers.weight is None else answers.weight
    return answers.kind or listing.kind, weight


def _finding(listing: DnsListing, kind: ListKind, weight: float) -> Finding:
    if kind is ListKind.ALLOW:
        why, zone = Reason.LISTED, listing.zone
        return Finding(CheckName.DNSWL, Result.PASS, why, zone, -weight)
    return Finding(
        CheckName.DNSBL,
        Result.FAIL,
        Reason.LISTED,
        listing.zone,
        weight,
        Bearing.DENY if kind is ListKind.DENY else Bearing.NOTE,
    )
