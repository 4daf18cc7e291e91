"""Find the course to a domain: a route of the operator's, or its mail exchangers.

In this order: a route that names the domain; our own domains, which never go out by
mistake; the route for all that is left; an address that stands for a domain; MX.
"""

from dataclasses import dataclass

from glassine.events.facts_of_sending import Mode, TlsRule
from glassine.flow.sending.addresses import Addresses, addresses, allowed, as_ip
from glassine.flow.sending.by_mx import MxPlanner, no_course
from glassine.flow.sending.course import (
    Course,
    Handshake,
    Hop,
    NoCourse,
    Protection,
)
from glassine.flow.sending.exchangers import Note
from glassine.flow.sending.steps import (
    Cut,
    DomainIsOurs,
    HostCut,
    HostFound,
    LiteralGiven,
    RouteTaken,
    Step,
)
from glassine.flow.sending.ways import Way
from glassine.store.api.store import Store
from glassine.words.public import Domain, HostName, IpAddress

NO_ROUTE_HOST = "the host {} that mail is routed to: {}"
KEPT_HERE = "{} is kept by this server by now, and does not go out without a route"


def _unnoted(_: Step) -> None:
    """Nobody asks how the course was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planner:
    """Finds courses."""

    store: Store
    by_mx: MxPlanner

    async def course(
        self, domain: Domain, *, require_tls: bool = False, note: Note = _unnoted
    ) -> Course | NoCourse:
        """Return the course to a domain, noting each step; DNS makes it raise nothing.

        Raises `StoreError`.
        """
        way, ours = self.by_mx.ways.route(domain, ours=False), False
        if way is None or way.domain is None:  # it matters only then whose it is
            ours = await self.store.look(
                lambda books: books.accounts.has_domain(domain)
            )
            way = self.by_mx.ways.route(domain, ours=ours)
        if way is not None:
            note(RouteTaken(way))
            return await self._by_route(way, require_tls=require_tls, note=note)
        if ours:
            note(DomainIsOurs())
            return _kept_here(domain)
        literal = as_ip(domain.name) if domain.name.startswith("[") else None
        if literal is not None:
            return self._by_literal(domain, literal, require_tls=require_tls, note=note)
        return await self.by_mx.course(domain, require_tls=require_tls, note=note)

    async def _by_route(
        self, way: Way, *, require_tls: bool, note: Note
    ) -> Course | NoCourse:
        found = Addresses()
        if way.socket is None:
            found = await addresses(
                self.by_mx.resolver, way.host, ipv6=self.by_mx.ways.ipv6
            )
            if found.cut is not None:
                note(HostCut(way.host, found.cut))
                return _lost(way.host, found.cut)
            note(HostFound(way.host, found.ips, found.secure))
        return Course(
            mode=way.mode,
            hops=(_hop(way, found.ips, require_tls=require_tls),),
            credentials=way.credentials,
        )

    def _by_literal(
        self, domain: Domain, ip: IpAddress, *, require_tls: bool, note: Note
    ) -> Course | NoCourse:
        """Return the course to the one host that the address is. RFC 5321 §4.1.3"""
        note(LiteralGiven(ip))
        ways, host = self.by_mx.ways, HostName(str(ip))
        found = Addresses(ips=(ip,))
        _, cut = allowed(
            found, port=ways.port, ours=self.by_mx.is_ours, private=ways.private_mx
        )
        if cut is None and require_tls:
            cut = Cut.UNPROVABLE
        if cut is not None:
            note(HostCut(host, cut))
            return no_course(domain, {cut})
        asked = Protection(rule=TlsRule.OPPORTUNISTIC, handshake=Handshake.STARTTLS)
        hop = Hop(host=host, port=ways.port, ips=(ip,), protection=asked)
        return Course(mode=Mode.SMTP, hops=(hop,))


def _hop(way: Way, ips: tuple[IpAddress, ...], *, require_tls: bool) -> Hop:
    rule, handshake = way.rule, way.handshake
    if require_tls and way.mode is Mode.SMTP:  # RFC 8689 §4.2.1; LMTP is at home
        rule = TlsRule.REQUIRED
        handshake = max(handshake, Handshake.STARTTLS, key=list(Handshake).index)
    asked = Protection(rule=rule, handshake=handshake, names=(way.host,))
    return Hop(
        host=way.host, port=way.port, ips=ips, protection=asked, socket=way.socket
    )


def _kept_here(domain: Domain) -> NoCourse:
    """A domain became ours, with mail for it in the queue: the operator decides."""
    return NoCourse(code=451, enhanced="4.4.4", words=KEPT_HERE.format(domain))


def _lost(host: HostName, cut: Cut) -> NoCourse:
    """A route that leads nowhere is ours to mend: it is tried again."""
    words = NO_ROUTE_HOST.format(host, cut.value)
    return NoCourse(code=451, enhanced="4.4.4", words=words)
