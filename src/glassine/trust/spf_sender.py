"""SPF of both names that a client uses: what it calls itself, and who sends.

RFC 7208 §2.3 recommends the first and §2.4 asks for the second; where there is no
sender, as in a bounce, both are the client's own name.
"""

import asyncio
from dataclasses import dataclass, replace

from glassine.events.facts import Checked
from glassine.trust.resolver import Resolver
from glassine.trust.spf import Claim, SpfResult, check_host
from glassine.words.clock import Seconds
from glassine.words.public import (
    Domain,
    HostName,
    IpAddress,
    NotPublic,
    ReversePath,
    is_address_literal,
    parse_domain,
)
from glassine.words.sender import SpfFault, SpfIdentity, SpfTerm

# For the records of one name: who makes us ask slow servers one by one is a temporary
# error. RFC 7208 §4.6.4 asks for twenty seconds or more.
PATIENCE = Seconds(20)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpfOutcome:
    """What SPF says of one identity, in public words."""

    identity: SpfIdentity
    result: Checked
    domain: Domain | None = None  # the one asked; None where HELO named none
    matched: SpfTerm | None = None
    fault: SpfFault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpfOutcomes:
    """What SPF says of both identities; after `<>` both are of HELO's name."""

    helo: SpfOutcome
    mail_from: SpfOutcome


async def check_sender(
    resolver: Resolver,
    *,
    ip: IpAddress,
    helo: HostName,
    mail_from: ReversePath,
    patience: Seconds = PATIENCE,
) -> SpfOutcomes:
    """Return what SPF says of the client's name and of the envelope's sender.

    `patience` is for each of the two, so that one leaves the other nothing open.
    """
    named = await _check_helo(resolver, ip, helo, patience)
    if mail_from is None:
        own = replace(named, identity=SpfIdentity.MAIL_FROM)  # RFC 7208 §2.4
        return SpfOutcomes(helo=named, mail_from=own)
    domain = mail_from.domain
    if is_address_literal(domain.name):
        sender = SpfOutcome(identity=SpfIdentity.MAIL_FROM, result=Checked.NONE)
    else:
        claim = Claim(ip=ip, sender=str(mail_from), helo=helo.name)
        found = await _asked(resolver, claim, patience)
        sender = _outcome(SpfIdentity.MAIL_FROM, domain, found)
    return SpfOutcomes(helo=named, mail_from=sender)


async def _check_helo(
    resolver: Resolver, ip: IpAddress, helo: HostName, patience: Seconds
) -> SpfOutcome:
    """Check `postmaster` at the client's own name. RFC 7208 §2.3"""
    try:
        domain = parse_domain(helo.name)
    except NotPublic:
        return SpfOutcome(identity=SpfIdentity.HELO, result=Checked.NONE)
    if is_address_literal(domain.name):
        return SpfOutcome(identity=SpfIdentity.HELO, result=Checked.NONE)
    claim = Claim(ip=ip, sender=f"postmaster@{domain}", helo=helo.name)
    found = await _asked(resolver, claim, patience)
    return _outcome(SpfIdentity.HELO, domain, found)


async def _asked(resolver: Resolver, claim: Claim, patience: Seconds) -> SpfResult:
    try:
        async with asyncio.timeout(patience):
            return await check_host(resolver, claim)
    except TimeoutError:
        domain = claim.sender.rpartition("@")[2]
        return SpfResult(Checked.TEMPERROR, domain, fault=SpfFault.DNS)


def _outcome(identity: SpfIdentity, domain: Domain, found: SpfResult) -> SpfOutcome:
    return SpfOutcome(
        identity=identity,
        result=found.result,
        domain=domain,
        matched=found.matched,
        fault=found.fault,
    )
