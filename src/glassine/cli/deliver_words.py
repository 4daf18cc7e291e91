"""What a dry run found, in sentences: what is so, and where it is wrong, what to do."""

from collections.abc import Sequence

from glassine.events.facts_of_sending import TlsRule
from glassine.flow.sending.course import Course, Handshake, Hop, NoCourse
from glassine.flow.sending.steps import (
    Cut,
    DomainIsHost,
    DomainIsOurs,
    HostCut,
    HostFound,
    LiteralGiven,
    MxAsked,
    RouteTaken,
    Step,
    StsAsked,
    TlsaFound,
)
from glassine.flow.sending.sts import StsAnswer
from glassine.trust.resolver import Ending, Mx

_DNS = {
    Ending.NO_DATA: "DNS has no mail exchanger for it",
    Ending.NO_NAME: "DNS has no such domain",
    Ending.FAILED: "DNS did not answer for its mail exchangers: see that the name "
    "server answers, and whether the domain's DNSSEC signatures are good",
}
_ADVICE = {
    Cut.PRIVATE: "; if that is meant, write private_mx = true under [delivery]",
    Cut.OURS: "; if we are to keep its mail: glassine domain add",
    Cut.NO_ADDRESS: "; its owner must mend the zone, or you the route",
    Cut.NOT_IN_POLICY: "; its owner must mend the policy or the MX records",
}
_RULES = {
    TlsRule.NONE: "without TLS",
    TlsRule.OPPORTUNISTIC: "with TLS if it is offered, whoever shows up",
    TlsRule.REQUIRED: "with TLS only, and a certificate that proves its name",
    TlsRule.MTA_STS: "with TLS only, and a certificate that proves its name, for "
    "its MTA-STS policy is enforced",
    TlsRule.DANE: "with TLS only, and a certificate that its TLSA records prove",
}


def sentence(step: Step) -> str:
    """Return a step as a sentence."""
    match step:
        case RouteTaken(way):
            whom = way.domain or "all other domains"
            return f"The config routes {whom} to {way}."
        case DomainIsOurs():
            return "The domain is ours: its mail is delivered here."
        case LiteralGiven(ip):
            return f"The domain is the address {ip} itself; DNS is not asked."
        case MxAsked(ending, exchangers, secure):
            return _exchangers(ending, exchangers, secure)
        case DomainIsHost():
            return "So the domain is its own mail host. RFC 5321 §5.1"
        case HostCut(host, why):
            return f"{host} is left out: {why.value}{_ADVICE.get(why, '')}."
        case HostFound(host, ips, secure):
            sure = ", validated by DNSSEC" if secure else ""
            return f"{host} has the addresses {', '.join(map(str, ips))}{sure}."
        case TlsaFound(host, records, usable):
            return (
                f"DANE: {host} has {_some(len(records), 'TLSA record')}, "
                f"{len(usable)} of which can prove a mail server."
            )
        case StsAsked(answer):
            return _policy(answer)


def conclusion(course: Course | NoCourse) -> str:
    """Return what would happen to a message, as far as planning goes."""
    if isinstance(course, Course):
        return "\n".join(_hop(course, hop) for hop in course.hops)
    fate = (
        "would be given up" if course.code >= 500 else "would wait and be tried again"
    )
    return f"A message {fate}: {course.code} {course.enhanced} {course.words}."


def _hop(course: Course, hop: Hop) -> str:
    asked = hop.protection
    rule = _RULES[asked.rule]
    if asked.needs_tls and not asked.needs_proof:
        rule = "with TLS only, whoever shows up, for no TLSA record can be used"
    if asked.handshake is Handshake.AT_ONCE:
        rule += ", from the first byte"
    login = f", as {course.credentials.user}" if course.credentials else ""
    where = hop.socket or f"{hop.host} port {hop.port}"
    return f"A message would go to {where} by {course.mode} {rule}{login}."


def _exchangers(ending: Ending, exchangers: Sequence[Mx], secure: bool) -> str:
    if ending is not Ending.FOUND:
        return f"{_DNS[ending]}."
    named = ", ".join(f"{mx.host or '.'} ({mx.preference})" for mx in exchangers)
    sure = ", validated by DNSSEC" if secure else ", not signed"
    return f"DNS names {_some(len(exchangers), 'mail exchanger')}{sure}: {named}."


def _policy(answer: StsAnswer) -> str:
    where = "fetched just now" if answer.fresh else "known from before"
    wrong = (
        f" A newer one was not to be had: {answer.failure}." if answer.failure else ""
    )
    if answer.policy is None:
        why = f"; it names one, but {answer.failure}" if answer.failure else ""
        return f"MTA-STS: the domain has no policy{why}."
    hosts = ", ".join(answer.policy.mx) or "no hosts"
    return f"MTA-STS: its policy is {answer.policy.mode} for {hosts}, {where}.{wrong}"


def _some(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
