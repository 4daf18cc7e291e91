"""`glassine deliver-check`: a dry run of a delivery, told in sentences."""

import json as json_text
import os
from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter

from glassine.cli.arguments import AddressWord, DomainWord, Json
from glassine.cli.deliver_words import conclusion, sentence
from glassine.cli.house import ConfigFile, House, open_house
from glassine.cli.operator import keep
from glassine.cli.refused import REFUSED, Refused
from glassine.events.facts import Action
from glassine.flow.sending.course import Course, Hop, NoCourse
from glassine.flow.sending.plan import Planner
from glassine.flow.sending.steps import DomainIsOurs, Step
from glassine.net.resolve import DnsResolver
from glassine.serve.planning import planner
from glassine.words.chance import PagedChance
from glassine.words.public import Address, Domain

HERE = "A message would be filed here, if its address is an account or an alias."


@dataclass(frozen=True, slots=True)
class Check:
    """What a dry run came to."""

    domain: Domain
    steps: tuple[Step, ...]
    course: Course | NoCourse

    @property
    def fine(self) -> bool:
        """Tell whether mail for the domain arrives, as far as one can know."""
        return isinstance(self.course, Course) or DomainIsOurs() in self.steps


async def deliver_check(
    domain: DomainWord,
    address: AddressWord | None = None,
    /,
    *,
    require_tls: Annotated[
        bool, Parameter(help="As if the message asked for REQUIRETLS.")
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
    print(as_json(check) if json else page(check))
    return 0 if check.fine else REFUSED


def page(check: Check) -> str:
    """Return the dry run for people to read."""
    steps = "\n".join(f"  {sentence(step)}" for step in check.steps)
    end = HERE if DomainIsOurs() in check.steps else conclusion(check.course)
    return f"Mail for {check.domain}:\n{steps}\n{end}"


def as_json(check: Check) -> str:
    """Return the dry run as one JSON object."""
    course = check.course
    told = {
        "domain": check.domain.name,
        "steps": [
            {"step": type(step).__name__, "text": sentence(step)}
            for step in check.steps
        ],
        "hosts": [_host(hop) for hop in course.hops]
        if isinstance(course, Course)
        else [],
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
