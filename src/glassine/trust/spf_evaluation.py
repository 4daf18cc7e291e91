"""Evaluate an SPF record, term by term. RFC 7208 §4.6

What may still be asked of DNS is counted for the whole evaluation, so that a record
cannot make us ask the world.
"""

import ipaddress
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from glassine.events.facts import Checked
from glassine.trust.resolver import Ending, Found, Resolver
from glassine.trust.spf_macro import Macros, expand, expand_name, wants_validated
from glassine.trust.spf_record import (
    Addresses,
    All,
    Directive,
    Exchangers,
    Exists,
    Include,
    Mechanism,
    Network,
    Pointers,
    Qualifier,
    SpfRecord,
    SpfSyntax,
    check_macro_string,
    is_spf,
    parse_spf,
)
from glassine.words.public import IpAddress
from glassine.words.sender import SpfFault, SpfTerm

T = TypeVar("T")

MOST_LOOKUPS = 10  # terms that ask DNS, in a whole evaluation. RFC 7208 §4.6.4
MOST_VOID = 2  # answers without an answer
MOST_NAMES = 10  # exchangers of one `mx`; names of one client

_LABEL = re.compile(r"[^.]{1,63}\Z")
_RESULTS = {
    Qualifier.PASS: Checked.PASS,
    Qualifier.FAIL: Checked.FAIL,
    Qualifier.SOFTFAIL: Checked.SOFTFAIL,
    Qualifier.NEUTRAL: Checked.NEUTRAL,
}
_TERMS: dict[type[Mechanism], SpfTerm] = {
    All: SpfTerm.ALL,
    Include: SpfTerm.INCLUDE,
    Addresses: SpfTerm.A,
    Exchangers: SpfTerm.MX,
    Pointers: SpfTerm.PTR,
    Exists: SpfTerm.EXISTS,
}


class PermError(Exception):
    """The domain's records cannot be understood. RFC 7208 §2.6.7"""

    def __init__(self, fault: SpfFault) -> None:
        super().__init__()
        self.fault = fault


class TempError(Exception):
    """DNS did not answer; later it may. RFC 7208 §2.6.6"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A result, and by whose record, which may hold an explanation."""

    result: Checked
    macros: Macros
    record: SpfRecord | None = None
    matched: SpfTerm | None = None


@dataclass(slots=True)
class Evaluation:
    """One evaluation: what may still be asked of DNS."""

    resolver: Resolver
    lookups: int = MOST_LOOKUPS
    void: int = MOST_VOID

    async def check(self, macros: Macros) -> Verdict:
        """Evaluate one domain's record. RFC 7208 §4.3 to §4.7"""
        record = await self._record(macros.domain)
        if record is None:
            return Verdict(Checked.NONE, macros)
        for directive in record.directives:
            if await self._matches(directive, macros):
                result, by = _RESULTS[directive.qualifier], _term(directive.mechanism)
                return Verdict(result, macros, record, by)
        if record.redirect is None:
            return Verdict(Checked.NEUTRAL, macros, record)
        return await self._redirected(record.redirect, macros)

    async def explain(self, verdict: Verdict) -> str | None:
        """Return the domain's own words for a refusal, if it has any. RFC 7208 §6.2"""
        if verdict.record is None or verdict.record.explanation is None:
            return None
        try:
            name = await self._target(verdict.record.explanation, verdict.macros)
            found = await self.resolver.txt(name)
            if len(found.records) != 1:
                return None
            text = check_macro_string(_words(found.records[0]))
            macros = await self._with_validated(text, verdict.macros)
            return expand(text, macros)
        except (SpfSyntax, UnicodeDecodeError, PermError, TempError):
            return None

    async def _record(self, domain: str) -> SpfRecord | None:
        """Return the domain's record; None where it has none. RFC 7208 §4.4, §4.5"""
        name = _sendable(domain)
        if name is None:
            return None
        found = _answered(await self.resolver.txt(name))
        records = [text for text in found.records if is_spf(text)]
        if len(records) > 1:
            raise PermError(SpfFault.SEVERAL)
        try:
            return parse_spf(records[0]) if records else None
        except SpfSyntax:
            raise PermError(SpfFault.SYNTAX) from None

    async def _redirected(self, target: str, macros: Macros) -> Verdict:
        """Go on with another domain's record. RFC 7208 §6.1"""
        self._count()
        domain = await self._target(target, macros)
        verdict = await self.check(replace(macros, domain=domain))
        if verdict.result is Checked.NONE:
            raise PermError(SpfFault.NOWHERE)
        return verdict

    async def _matches(self, directive: Directive, macros: Macros) -> bool:
        mechanism = directive.mechanism
        match mechanism:
            case All():
                return True
            case Network(network):
                return macros.ip in network
            case _:
                self._count()
                return await self._asks(mechanism, macros)

    async def _asks(self, mechanism: Mechanism, macros: Macros) -> bool:
        match mechanism:
            case Include(domain):
                return await self._included(domain, macros)
            case Addresses(domain, v4, v6):
                name = await self._target(domain, macros)
                return await self._has_address(name, macros.ip, v4, v6)
            case Exchangers(domain, v4, v6):
                name = await self._target(domain, macros)
                return await self._has_exchanger(name, macros.ip, v4, v6)
            case Pointers(domain):
                name = (await self._target(domain, macros)).lower()
                return any(
                    each == name or each.endswith(f".{name}")
                    for each in await self._names_of(macros.ip)
                )
            case Exists(domain):
                name = await self._target(domain, macros)
                return bool((await self._ask(self.resolver.a, name)).records)
            case _:
                raise AssertionError  # All and Network ask nothing

    async def _included(self, target: str, macros: Macros) -> bool:
        domain = await self._target(target, macros)
        verdict = await self.check(replace(macros, domain=domain))
        if verdict.result is Checked.NONE:
            raise PermError(SpfFault.NOWHERE)
        return verdict.result is Checked.PASS

    async def _has_address(self, name: str, ip: IpAddress, v4: int, v6: int) -> bool:
        if ip.version == 4:
            found = await self._ask(self.resolver.a, name)
            return any(_same(ip, each, v4) for each in found.records)
        found6 = await self._ask(self.resolver.aaaa, name)
        return any(_same(ip, each, v6) for each in found6.records)

    async def _has_exchanger(self, name: str, ip: IpAddress, v4: int, v6: int) -> bool:
        found = await self._ask(self.resolver.mx, name)
        hosts = [each.host for each in found.records if each.host is not None]
        if len(hosts) > MOST_NAMES:
            raise PermError(SpfFault.LOOKUPS)
        for host in hosts:
            if await self._has_address(host.name, ip, v4, v6):
                return True
        return False

    async def _names_of(self, ip: IpAddress) -> list[str]:
        """Return the client's names that lead back to it. RFC 7208 §5.5"""
        pointers = await self.resolver.pointers(ip)
        confirmed = []
        for host in pointers.records[:MOST_NAMES]:
            name = host.name.lower().removesuffix(".")
            if ip in await self._addresses(name, ip):
                confirmed.append(name)
        return confirmed

    async def _addresses(self, name: str, like: IpAddress) -> tuple[IpAddress, ...]:
        if like.version == 4:
            return (await self.resolver.a(name)).records
        return (await self.resolver.aaaa(name)).records

    async def _target(self, text: str | None, macros: Macros) -> str:
        if text is None:
            return macros.domain
        return expand_name(text, await self._with_validated(text, macros))

    async def _with_validated(self, text: str, macros: Macros) -> Macros:
        """Look the client's name up where the text asks for it. RFC 7208 §7.3"""
        if not wants_validated(text):
            return macros
        names = await self._names_of(macros.ip)
        domain = macros.domain.lower()
        best = sorted(
            names, key=lambda name: (name != domain, not name.endswith(f".{domain}"))
        )
        return replace(macros, validated=best[0] if best else "unknown")

    async def _ask(
        self, question: Callable[[str], Awaitable[Found[T]]], name: str
    ) -> Found[T]:
        """Ask, and count it where there was no answer. RFC 7208 §4.6.4"""
        if _sendable(name) is None:
            return Found(Ending.NO_NAME)
        found = _answered(await question(name))
        if not found.records:
            self.void -= 1
            if self.void < 0:
                raise PermError(SpfFault.VOID)
        return found

    def _count(self) -> None:
        self.lookups -= 1
        if self.lookups < 0:
            raise PermError(SpfFault.LOOKUPS)


def _term(mechanism: Mechanism) -> SpfTerm:
    if isinstance(mechanism, Network):
        return SpfTerm.IP4 if mechanism.network.version == 4 else SpfTerm.IP6
    return _TERMS[type(mechanism)]


def _same(ip: IpAddress, other: IpAddress, length: int) -> bool:
    """Tell whether both are in one network of this prefix length."""
    return ip in ipaddress.ip_network((other, length), strict=False)


def _answered(found: Found[T]) -> Found[T]:
    if found.ending is Ending.FAILED:
        raise TempError
    return found


def _words(text: bytes) -> str:
    """Return an explanation as a macro string: spaces may stand in it. §6.2"""
    return text.decode("ascii").replace(" ", "%_")


def _sendable(domain: str) -> str | None:
    """Return a name that DNS can be asked for. RFC 7208 §4.3"""
    name = domain.removesuffix(".")
    labels = name.split(".")
    well = len(name) <= 253 and all(map(_LABEL.match, labels)) and len(labels) > 1
    return name if well and not name.startswith("[") else None
