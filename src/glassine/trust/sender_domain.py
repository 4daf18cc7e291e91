"""Could the sender be answered? Whoever sends mail must be able to take it back.

A domain takes mail if it has mail exchangers, or else an address (RFC 5321 §5.1). One
that says that it takes none (the null MX, RFC 7505) sends none either, and one whose
exchangers are all in private networks cannot be reached by anybody.
"""

import asyncio
from collections.abc import Sequence

from glassine.trust.own_networks import is_own
from glassine.trust.resolver import Ending, Found, Mx, Resolver
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import Domain, IpAddress
from glassine.words.reason import Reason

SENDER_DNS = 2.5  # weights: an answer to such a message would not arrive
NULL_MX = 2.5
PRIVATE_MX = 2.5

MOST_EXCHANGERS = 5  # of one domain that are looked up; one that is public is enough

_PASS = Finding(CheckName.SENDER_DNS, Result.PASS)


async def look_at_sender(resolver: Resolver, domain: Domain) -> tuple[Finding, ...]:
    """Return what DNS says of a sender's domain."""
    if domain.name.startswith("["):
        return (Finding(CheckName.SENDER_DNS, Result.SKIP, Reason.LITERAL),)
    exchangers = await resolver.mx(domain.name)
    match exchangers.ending:
        case Ending.FAILED:
            return (_later(domain),)
        case Ending.NO_NAME:
            return (_unknown(domain, Reason.NO_RECORD),)
        case Ending.NO_DATA:
            return await _by_address(resolver, domain)
        case Ending.FOUND:
            return await _by_exchangers(resolver, domain, exchangers)


async def _by_address(resolver: Resolver, domain: Domain) -> tuple[Finding, ...]:
    """Look whether the domain itself is a host. RFC 5321 §5.1"""
    addresses, failed = await _addresses(resolver, [domain.name])
    if addresses:
        return (_PASS, *_private(domain, addresses))
    return (_later(domain) if failed else _unknown(domain, Reason.NO_RECORD),)


async def _by_exchangers(
    resolver: Resolver, domain: Domain, found: Found[Mx]
) -> tuple[Finding, ...]:
    hosts = [each.host.name for each in found.records if each.host is not None]
    if not hosts and found.records:
        why = Reason.NO_MX
        return (Finding(CheckName.NULL_MX, Result.FAIL, why, domain, NULL_MX),)
    addresses, failed = await _addresses(resolver, hosts[:MOST_EXCHANGERS])
    if addresses:
        return (_PASS, *_private(domain, addresses))
    return (_later(domain) if failed else _unknown(domain, Reason.NO_MX),)


def _private(domain: Domain, addresses: Sequence[IpAddress]) -> tuple[Finding, ...]:
    """Return a finding where nobody outside could reach any of the addresses."""
    if any(_is_reachable(ip) for ip in addresses):
        return ()
    why = Reason.PRIVATE
    return (Finding(CheckName.PRIVATE_MX, Result.FAIL, why, domain, PRIVATE_MX),)


def _is_reachable(ip: IpAddress) -> bool:
    return not is_own(ip) and not ip.is_multicast and not ip.is_reserved


async def _addresses(
    resolver: Resolver, hosts: Sequence[str]
) -> tuple[list[IpAddress], bool]:
    """Return the addresses of the hosts, and whether any question failed."""
    questions = [ask(host) for host in hosts for ask in (resolver.a, resolver.aaaa)]
    answers: list[Found[IpAddress]] = await asyncio.gather(*questions)
    addresses = [ip for answer in answers for ip in answer.records]
    return addresses, any(answer.ending is Ending.FAILED for answer in answers)


def _later(domain: Domain) -> Finding:
    return Finding(CheckName.SENDER_DNS, Result.ERR, Reason.TEMPERROR, domain)


def _unknown(domain: Domain, why: Reason) -> Finding:
    return Finding(CheckName.SENDER_DNS, Result.FAIL, why, domain, SENDER_DNS)
