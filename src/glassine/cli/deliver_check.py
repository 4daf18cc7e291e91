"""`glassine deliver-check`: a dry run of a delivery, told in sentences."""

import json as json_text
import os
from dataclasses import dataclass, replace
from typing import Annotated

from cyclopts import Parameter

from glassine.cli import deliver_talk
from glassine.cli.arguments import AddressWord, DomainWord, Json
from glassine.cli.deliver_talk import as_record, sentences, verdict
from glassine.cli.deliver_words import conclusion, sentence
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.refused import REFUSED, Refused
from glassine.events.facts import Action
from glassine.flow.sending.course import Course, Hop, NoCourse
from glassine.flow.sending.plan import Planner
from glassine.flow.sending.steps import DomainIsOurs, Step
from glassine.flow.viewing.witness import keep
from glassine.net.authorities import Authorities
from glassine.net.certificates import CertificateError
from glassine.net.dial import Dialler
from glassine.net.protect import Protector
from glassine.net.rehearse import Rehearsal, Rehearsed
from glassine.net.resolve import DnsResolver
from glassine.net.waits import Waits
from glassine.serve.planning import planner
from glassine.words.chance import PagedChance
from glassine.words.public import Address, Domain

PATIENCE = 15.0  # seconds that an answer may take: somebody is waiting
HERE = "A message would be filed here, if its address is an account or an alias."


@dataclass(frozen=True, slots=True)
class Check:
    """What a dry run came to."""

    domain: Domain
    steps: tuple[Step, ...]
    course: Course | NoCourse
    talks: tuple[Rehearsed, ...] = ()

    @property
    def fine(self) -> bool:
        """Tell whether mail for the domain arrives, as far as one can know."""
        if self.talks:
            return deliver_talk.fine(self.talks)
        return isinstance(self.course, Course) or DomainIsOurs() in self.steps


async def deliver_check(
    domain: DomainWord,
    address: AddressWord | None = None,
    /,
    *,
    require_tls: Annotated[
        bool, Parameter(help="As if the message asked for REQUIRETLS.")
    ] = False,
    dns_only: Annotated[
        bool, Parameter(help="Ask DNS and the policy's web server, and no mail host.")
    ] = False,
    json: Json = False,
    config: ConfigFile = None,
) -> int:
    """Tell what would happen to a message.

    Parameters
    ----------
    domain
        The domain it is for.
    address
        An address there, which the mail host is asked about.
    """
    if address is not None and address.domain != domain:
        raise Refused(f"{address} is not an address at {domain}")
    async with open_house(config) as house:
        await _record(house, domain, address)
        check = await _checked(_planner(house), domain, require_tls=require_tls)
        if isinstance(check.course, Course) and not dns_only:
            rehearsal = _rehearsal(house)
            talks = [
                await rehearsal.with_host(
                    check.course, hop, address, require_tls=require_tls
                )
                for hop in check.course.hops
            ]
            check = replace(check, talks=tuple(talks))
    print(as_json(check) if json else page(check))
    return 0 if check.fine else REFUSED


def page(check: Check) -> str:
    """Return the dry run for people to read."""
    steps = [f"  {sentence(step)}" for step in check.steps]
    end = HERE if DomainIsOurs() in check.steps else conclusion(check.course)
    told = [f"Mail for {check.domain}:", *steps, end]
    if check.talks:
        told += [f"  {said}" for talk in check.talks for said in sentences(talk)]
        told.append(verdict(check.talks))
    return "\n".join(told)


def as_json(check: Check) -> str:
    """Return the dry run as one JSON object."""
    course = check.course
    told = {
        "domain": check.domain.name,
        "fine": check.fine,
        "steps": [
            {"step": type(step).__name__, "text": sentence(step)}
            for step in check.steps
        ],
        "hosts": [_host(hop) for hop in course.hops]
        if isinstance(course, Course)
        else [],
        "talks": [as_record(talk) for talk in check.talks],
        "refused": None
        if isinstance(course, Course)
        else {"code": course.code, "enhanced": course.enhanced, "words": course.words},
    }
    return json_text.dumps(told, indent=2)


def _host(hop: Hop) -> dict[str, object]:
    asked = hop.protection
    return {
        "host": hop.host.name,
        "port": hop.port,
        "ips": [str(ip) for ip in hop.ips],
        "socket": str(hop.socket) if hop.socket else None,
        "tls": asked.rule.value,
        "handshake": asked.handshake.value,
        "names": [name.name for name in asked.names],
        "tlsa": len(asked.tlsa),
    }


def _rehearsal(house: House) -> Rehearsal:
    delivery = house.config.delivery
    try:
        authorities = Authorities(house.clock, delivery.ca_file)
    except CertificateError as error:
        raise Refused(str(error)) from None
    return Rehearsal(
        hello=house.config.hostname,
        dialler=Dialler(within=PATIENCE, sources=delivery.sources),
        protector=Protector(authorities, house.clock),
        waits=Waits(
            greeting=PATIENCE,
            hello=PATIENCE,
            tls=PATIENCE,
            login=PATIENCE,
            mail=PATIENCE,
            rcpt=PATIENCE,
        ),
    )


def _planner(house: House) -> Planner:
    dns = house.config.dns
    return planner(
        house.config,
        os.environ,
        store=house.store,
        resolver=DnsResolver(
            servers=dns.servers, timeout=dns.timeout, clock=house.clock
        ),
        clock=house.clock,
        chance=PagedChance(),
    )


async def _checked(planner: Planner, domain: Domain, *, require_tls: bool) -> Check:
    steps: list[Step] = []
    course = await planner.course(domain, require_tls=require_tls, note=steps.append)
    return Check(domain, tuple(steps), course)


async def _record(house: House, domain: Domain, address: Address | None) -> None:
    """Keep that an operator asks; other servers will hear of it."""
    event = house.operated(Action.DELIVER_CHECK, f"domain={domain}", address=address)
    await house.store.write(lambda books: keep(books, event))
