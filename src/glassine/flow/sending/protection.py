"""What must be true of TLS with a host: by DANE, else by MTA-STS, else what it offers.

DANE goes first, and what DANE asks for is not softened by MTA-STS (RFC 8461 §2).
"""

from collections.abc import Callable
from dataclasses import dataclass

from glassine.events.facts_of_sending import TlsRule
from glassine.flow.sending.addresses import Addresses
from glassine.flow.sending.course import Handshake, Protection
from glassine.flow.sending.steps import Cut, Step, TlsaFound
from glassine.trust.dane import usable
from glassine.trust.mta_sts import StsMode, StsPolicy
from glassine.trust.resolver import Ending, Found, Resolver, Tlsa
from glassine.words.public import HostName


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a domain when its hosts are looked at."""

    domain: HostName
    secure: bool  # DNSSEC vouches for the names of its hosts
    policy: StsPolicy | None
    require_tls: bool  # RFC 8689


async def protection(
    resolver: Resolver,
    host: HostName,
    found: Addresses,
    known: Known,
    *,
    port: int,
    dane: bool,
    note: Callable[[Step], None],
) -> Protection | Cut:
    """Return what is asked of a host, or why it must not be tried."""
    if dane and known.secure:
        base, tlsa = await _tlsa(resolver, host, found, port)
        if tlsa.ending is Ending.FAILED:
            return Cut.TLSA_NOT_ANSWERED
        if tlsa.records:
            records = usable(tlsa.records)
            note(TlsaFound(base, tlsa.records, records))
            return _by_dane(host, base, records, known)
    return _by_authority(host, known)


async def _tlsa(
    resolver: Resolver, host: HostName, found: Addresses, port: int
) -> tuple[HostName, Found[Tlsa]]:
    """Return the TLSA records, under the name that has them. RFC 7672 §2.2.2, §2.2.3"""
    names = [host]
    if found.secure and found.canonical not in (None, host):
        names.insert(0, found.canonical or host)
    elif not found.secure and found.canonical in (None, host):
        return host, Found(Ending.NO_DATA)  # nor would its TLSA records be signed
    for name in names:
        tlsa = await resolver.tlsa(name, port)
        if tlsa.ending is Ending.FAILED or (tlsa.secure and tlsa.records):
            return name, tlsa
    return host, Found(Ending.NO_DATA)


def _by_dane(
    host: HostName, base: HostName, records: tuple[Tlsa, ...], known: Known
) -> Protection | Cut:
    if known.require_tls and not records:
        return Cut.UNPROVABLE
    # RFC 7672 §3.2.2: a certificate for the domain will do as well.
    names = dict.fromkeys((base, host, known.domain))
    return _starttls(TlsRule.DANE, tuple(names), records)


def _by_authority(host: HostName, known: Known) -> Protection | Cut:
    policy = known.policy
    if policy is not None and policy.mode is StsMode.ENFORCE:
        if not policy.names(host):
            return Cut.NOT_IN_POLICY
        return _starttls(TlsRule.MTA_STS, (host,))
    if not known.require_tls:
        return _starttls(TlsRule.OPPORTUNISTIC, (host,))
    # RFC 8689 §4.2.1: a name that anybody may have put into DNS proves nothing.
    return _starttls(TlsRule.REQUIRED, (host,)) if known.secure else Cut.UNPROVABLE


def _starttls(
    rule: TlsRule, names: tuple[HostName, ...], tlsa: tuple[Tlsa, ...] = ()
) -> Protection:
    return Protection(rule=rule, handshake=Handshake.STARTTLS, names=names, tlsa=tlsa)
