"""The course to a domain's mail exchangers: hosts, addresses, what each must prove.

All hosts are looked at at once; what was found is told in their order.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from glassine.events.facts_of_sending import Mode
from glassine.flow.sending.addresses import IsOurs, addresses, allowed
from glassine.flow.sending.course import Course, Hop, NoCourse
from glassine.flow.sending.exchangers import (
    BACK_TO_US,
    Exchanger,
    Note,
    exchangers,
)
from glassine.flow.sending.protection import Known, protection
from glassine.flow.sending.steps import Cut, HostCut, HostFound, Step, StsAsked
from glassine.flow.sending.sts import MtaSts, StsAnswer
from glassine.flow.sending.ways import Ways
from glassine.trust.resolver import Resolver
from glassine.words.chance import Chance
from glassine.words.public import Domain, HostName

# What is said where no host is left, by the first of these that stood in the way.
_WORDS = {
    Cut.NOT_ANSWERED: (451, "4.4.3", "DNS did not answer for the mail hosts of {}"),
    Cut.TLSA_NOT_ANSWERED: (
        451,
        "4.4.3",
        "DNS did not answer for the TLSA records of the mail hosts of {}",
    ),
    Cut.NOT_IN_POLICY: (
        451,  # never for good: the policy may be renewed. RFC 8461 §5.1
        "4.7.0",
        "the MTA-STS policy of {} names none of its mail hosts",
    ),
    Cut.UNPROVABLE: (
        550,
        "5.7.30",  # RFC 8689 §5
        "the message asks for REQUIRETLS, and nobody vouches for the mail hosts of {}",
    ),
    Cut.OURS: (554, "5.4.6", BACK_TO_US),
    Cut.PRIVATE: (550, "5.4.4", "the mail hosts of {} have private addresses only"),
    Cut.NO_ADDRESS: (550, "5.4.4", "the mail hosts of {} have no addresses"),
}


@dataclass(slots=True)
class _Look:
    """What came of looking at one host."""

    exchanger: Exchanger
    hop: Hop | None = None
    cut: Cut | None = None
    steps: list[Step] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class MxPlanner:
    """Finds courses by MX."""

    ways: Ways
    resolver: Resolver
    mta_sts: MtaSts
    is_ours: IsOurs
    chance: Chance

    async def course(
        self, domain: Domain, *, require_tls: bool, note: Note
    ) -> Course | NoCourse:
        """Return the course to the hosts that take the domain's mail."""
        found, sts = await asyncio.gather(
            self.resolver.mx(domain.name), self._sts(domain)
        )
        hosts = exchangers(
            domain, found, ours=self.ways.hostname, chance=self.chance, note=note
        )
        if isinstance(hosts, NoCourse):
            return hosts
        note(StsAsked(sts))
        known = Known(
            domain=HostName(domain.name),
            secure=found.secure,
            policy=sts.policy,
            require_tls=require_tls,
        )
        looks = await asyncio.gather(*(self._look(each, known) for each in hosts))
        _cut_behind_us(looks)
        return _told(domain, looks, note)

    async def _sts(self, domain: Domain) -> StsAnswer:
        return await self.mta_sts.of(domain) if self.ways.mta_sts else StsAnswer()

    async def _look(self, exchanger: Exchanger, known: Known) -> _Look:
        look, host, port = _Look(exchanger), exchanger.host, self.ways.port
        found = await addresses(self.resolver, host, ipv6=self.ways.ipv6)
        private = self.ways.private_mx
        ips, look.cut = allowed(found, port=port, ours=self.is_ours, private=private)
        if look.cut is not None:
            return look
        look.steps.append(HostFound(host, ips, found.secure))
        asked = await protection(
            self.resolver,
            host,
            found,
            known,
            port=port,
            dane=self.ways.dane,
            note=look.steps.append,
        )
        if isinstance(asked, Cut):
            look.cut = asked
        else:
            look.hop = Hop(host=host, port=port, ips=ips, protection=asked)
        return look


def _cut_behind_us(looks: Sequence[_Look]) -> None:
    """Cut who is not better than a host that turned out to be us. RFC 5321 §5.1"""
    ours = [look.exchanger.preference for look in looks if look.cut is Cut.OURS]
    for look in looks:
        if ours and look.exchanger.preference >= min(ours):
            look.hop, look.cut = None, Cut.OURS


def _told(domain: Domain, looks: Sequence[_Look], note: Note) -> Course | NoCourse:
    for look in looks:
        for step in look.steps:
            note(step)
        if look.cut is not None:
            note(HostCut(look.exchanger.host, look.cut))
    hops = tuple(look.hop for look in looks if look.hop is not None)
    if hops:
        return Course(mode=Mode.SMTP, hops=hops)
    return no_course(domain, {look.cut for look in looks if look.cut is not None})


def no_course(domain: Domain, cuts: set[Cut]) -> NoCourse:
    """Return why none of the hosts is left; what may pass is said before what may not.

    A message is not given up while one host may still turn out to be fine.
    """
    code, enhanced, words = next(_WORDS[cut] for cut in _WORDS if cut in cuts)
    return NoCourse(code=code, enhanced=enhanced, words=words.format(domain))
