"""Whose domain is it? DMARC's walk up the tree of names. RFC 9989 §4.10

No list of public suffixes is needed: records say where an organization begins. A name
of many labels costs no more than eight questions, however many it has.
"""

from dataclasses import dataclass, field

from glassine.trust.dmarc_record import DmarcRecord, is_dmarc, parse_dmarc
from glassine.trust.resolver import Ending, Resolver
from glassine.words.public import Domain, is_address_literal

MOST_QUESTIONS = 8  # of one walk. RFC 9989 §4.10


class NoAnswer(Exception):
    """DNS did not answer; later it may."""


@dataclass(frozen=True, slots=True)
class Walked:
    """The records on the way up from a domain, the longest name first."""

    start: Domain
    found: tuple[tuple[Domain, DmarcRecord], ...]

    def organization(self) -> Domain:
        """Return the organizational domain. RFC 9989 §4.10.2"""
        for domain, record in self.found:
            if record.suffix is False:
                return domain
            if record.suffix and domain != self.start:
                return _below(domain, self.start)
        return self.found[-1][0] if self.found else self.start

    def policy(self) -> tuple[Domain, DmarcRecord] | None:
        """Return the record that applies, and where it is. RFC 9989 §4.10.1"""
        records = dict(self.found)
        for domain in (self.start, self.organization()):
            if domain in records:
                return domain, records[domain]
        return self.found[-1] if self.found else None  # of the public suffix


@dataclass(frozen=True, slots=True)
class Tree:
    """What is published on the ways up, asked for once for one message."""

    resolver: Resolver
    _known: dict[str, DmarcRecord | None] = field(default_factory=dict)

    async def walk(self, start: Domain) -> Walked:
        """Go up from a domain until a record says to stop. Raises `NoAnswer`."""
        found = []
        for name in _names(start):
            record = await self._record(name)
            if record is not None:
                found.append((Domain(name), record))
                if record.suffix is not None:
                    break
        return Walked(start, tuple(found))

    async def exists(self, domain: Domain) -> bool:
        """Tell whether DNS has the name at all. RFC 9989 §3.2.13, RFC 8020"""
        found = await self.resolver.a(domain.name)
        if found.ending is Ending.FAILED:
            raise NoAnswer
        return found.ending is not Ending.NO_NAME

    async def _record(self, name: str) -> DmarcRecord | None:
        if name not in self._known:
            self._known[name] = await self._asked(name)
        return self._known[name]

    async def _asked(self, name: str) -> DmarcRecord | None:
        """Return the one record of a name; several are as good as none."""
        answer = await self.resolver.txt(f"_dmarc.{name}")
        if answer.ending is Ending.FAILED:
            raise NoAnswer
        records = [text for text in answer.records if is_dmarc(text)]
        return parse_dmarc(records[0]) if len(records) == 1 else None


def _names(start: Domain) -> list[str]:
    """Return the names to ask, from the longest to the shortest."""
    if is_address_literal(start.name):
        return []
    labels = start.name.split(".")
    above = range(max(1, len(labels) - MOST_QUESTIONS + 1), len(labels))
    return [start.name, *(".".join(labels[at:]) for at in above)]


def _below(suffix: Domain, start: Domain) -> Domain:
    """Return the name with one label more than the suffix, on the way from start."""
    labels = start.name.split(".")
    return Domain(".".join(labels[-len(suffix.name.split(".")) - 1 :]))
