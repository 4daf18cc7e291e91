"""Which hosts take a domain's mail, best first. RFC 5321 §5.1"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from glassine.flow.sending.course import NoCourse
from glassine.flow.sending.steps import Cut, DomainIsHost, HostCut, MxAsked, Step
from glassine.trust.resolver import Ending, Found, Mx
from glassine.words.chance import Chance
from glassine.words.public import Domain, HostName

MOST_HOSTS = 5  # of a domain that are tried; RFC 5321 §5.1 lets us choose

NO_ANSWER = "DNS did not answer for the mail exchangers of {}"
NO_SUCH_DOMAIN = "there is no domain {}"
TAKES_NO_MAIL = "{} takes no mail: it has a null MX"
NO_HOST = "no mail exchanger of {} has a name that a host may have"
BACK_TO_US = "mail for {} would come back to this server, which does not keep it"

Note: TypeAlias = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Exchanger:
    """A host that takes mail; the lowest preference first."""

    preference: int
    host: HostName


def exchangers(
    domain: Domain, found: Found[Mx], *, ours: HostName, chance: Chance, note: Note
) -> tuple[Exchanger, ...] | NoCourse:
    """Return the hosts to try, those of equal preference shuffled."""
    ordered = sorted(found.records, key=lambda mx: (mx.preference, chance(8)))
    note(MxAsked(found.ending, tuple(ordered), found.secure))
    match found.ending:
        case Ending.FAILED:
            return NoCourse(code=451, enhanced="4.4.3", words=NO_ANSWER.format(domain))
        case Ending.NO_NAME:
            return _nowhere(domain, "5.1.2", NO_SUCH_DOMAIN)
        case Ending.NO_DATA:
            note(DomainIsHost())
            return (Exchanger(0, HostName(domain.name)),)
        case Ending.FOUND:
            return _of_records(domain, ordered, ours, note)


def _of_records(
    domain: Domain, ordered: Sequence[Mx], ours: HostName, note: Note
) -> tuple[Exchanger, ...] | NoCourse:
    if ordered and all(mx.host is None for mx in ordered):
        words = TAKES_NO_MAIL.format(domain)
        return NoCourse(code=556, enhanced="5.1.10", words=words)  # RFC 7505 §4.1
    # A null MX beside others is a mistake: RFC 7505 §3.
    named = [Exchanger(mx.preference, mx.host) for mx in ordered if mx.host]
    if not named:
        return _nowhere(domain, "5.4.4", NO_HOST)
    better = _before_us(named, ours, note)
    for each in better[MOST_HOSTS:]:
        note(HostCut(each.host, Cut.TOO_MANY))
    if not better:
        words = BACK_TO_US.format(domain)
        return NoCourse(code=554, enhanced="5.4.6", words=words)
    return tuple(better[:MOST_HOSTS])


def _before_us(
    named: Sequence[Exchanger], ours: HostName, note: Note
) -> list[Exchanger]:
    """Return the exchangers better than ourselves, if we are one. RFC 5321 §5.1"""
    name = ours.name.lower().removesuffix(".")
    limits = [each.preference for each in named if each.host.name.lower() == name]
    if not limits:
        return list(named)
    for each in named:
        if each.preference >= limits[0]:
            note(HostCut(each.host, Cut.OURS))
    return [each for each in named if each.preference < limits[0]]


def _nowhere(domain: Domain, enhanced: str, words: str) -> NoCourse:
    return NoCourse(code=550, enhanced=enhanced, words=words.format(domain))
