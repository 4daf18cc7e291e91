"""Evaluate an SPF record, term by term. RFC 7208 §4.6"""

from dataclasses import dataclass, replace

from glassine.events.facts import Checked
from glassine.trust.spf_lookups import Lookups, PermError, TempError
from glassine.trust.spf_macro import Macros, expand, expand_name, wants_validated
from glassine.trust.spf_record import (
    LONGEST,
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
)
from glassine.words.sender import SpfFault, SpfTerm

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


@dataclass(frozen=True, slots=True)
class Verdict:
    """A result, and by whose record, which may hold an explanation."""

    result: Checked
    macros: Macros
    record: SpfRecord | None = None
    matched: SpfTerm | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One evaluation, with what may still be asked of DNS."""

    dns: Lookups

    async def check(self, macros: Macros) -> Verdict:
        """Evaluate one domain's record. RFC 7208 §4.3 to §4.7"""
        record = await self.dns.record(macros.domain)
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
            found = await self.dns.resolver.txt(name)
            if len(found.records) != 1 or len(found.records[0]) > LONGEST:
                return None
            text = check_macro_string(_words(found.records[0]))
            macros = await self._with_validated(text, verdict.macros)
            return expand(text, macros)
        except (SpfSyntax, UnicodeDecodeError, PermError, TempError):
            return None

    async def _redirected(self, target: str, macros: Macros) -> Verdict:
        """Go on with another domain's record. RFC 7208 §6.1"""
        self.dns.count()
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
                self.dns.count()
                return await self._asks(mechanism, macros)

    async def _asks(self, mechanism: Mechanism, macros: Macros) -> bool:
        match mechanism:
            case Include(domain):
                return await self._included(domain, macros)
            case Addresses(domain, v4, v6):
                name = await self._target(domain, macros)
                return await self.dns.has_address(name, macros.ip, v4, v6)
            case Exchangers(domain, v4, v6):
                name = await self._target(domain, macros)
                return await self.dns.has_exchanger(name, macros.ip, v4, v6)
            case Pointers(domain):
                name = (await self._target(domain, macros)).lower()
                return any(
                    each == name or each.endswith(f".{name}")
                    for each in await self.dns.names_of(macros.ip)
                )
            case Exists(domain):
                name = await self._target(domain, macros)
                return await self.dns.exists(name)
            case _:
                raise AssertionError  # All and Network ask nothing

    async def _included(self, target: str, macros: Macros) -> bool:
        domain = await self._target(target, macros)
        verdict = await self.check(replace(macros, domain=domain))
        if verdict.result is Checked.NONE:
            raise PermError(SpfFault.NOWHERE)
        return verdict.result is Checked.PASS

    async def _target(self, text: str | None, macros: Macros) -> str:
        if text is None:
            return macros.domain
        return expand_name(text, await self._with_validated(text, macros))

    async def _with_validated(self, text: str, macros: Macros) -> Macros:
        """Look the client's name up where the text asks for it. RFC 7208 §7.3"""
        if not wants_validated(text):
            return macros
        names = await self.dns.names_of(macros.ip)
        domain = macros.domain.lower()
        best = sorted(
            names, key=lambda name: (name != domain, not name.endswith(f".{domain}"))
        )
        return replace(macros, validated=best[0] if best else "unknown")


def _term(mechanism: Mechanism) -> SpfTerm:
    if isinstance(mechanism, Network):
        return SpfTerm.IP4 if mechanism.network.version == 4 else SpfTerm.IP6
    return _TERMS[type(mechanism)]


def _words(text: bytes) -> str:
    """Return an explanation as a macro string: spaces may stand in it. §6.2"""
    return text.decode("ascii").replace(" ", "%_")
