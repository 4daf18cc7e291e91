"""May this client send for this domain? SPF, RFC 7208.

It asks nothing but the Resolver it is given.
"""

from dataclasses import dataclass

from glassine.events.facts import Checked
from glassine.trust.resolver import Resolver
from glassine.trust.spf_evaluation import Evaluation
from glassine.trust.spf_lookups import Lookups, PermError, TempError
from glassine.trust.spf_macro import Macros
from glassine.words.public import IpAddress
from glassine.words.sender import SpfFault, SpfTerm


@dataclass(frozen=True, slots=True)
class SpfResult:
    """What SPF says of a domain, and by what.

    `matched` is None where nothing of the record did; `explanation` is the domain's
    own words for a refusal, to be shown to the client and to nobody else.
    """

    result: Checked
    domain: str
    explanation: str | None = None
    matched: SpfTerm | None = None
    fault: SpfFault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who says to send for whom: the client's address, MAIL's sender, HELO's name.

    `sender` is local@domain; where MAIL was `<>` it is postmaster@helo. RFC 7208 §2.4
    """

    ip: IpAddress
    sender: str
    helo: str


async def check_host(
    resolver: Resolver,
    claim: Claim,
    *,
    explain: bool = False,
    receiver: str = "unknown",
    now: int = 0,
) -> SpfResult:
    """Tell whether the client may use the sender's domain. RFC 7208 §4

    A refusal's explanation is asked of DNS only where `explain` says so; `receiver` and
    `now` (seconds) are only for its words.
    """
    local, _, domain = claim.sender.rpartition("@")
    macros = Macros(
        ip=claim.ip,
        sender=f"{local or 'postmaster'}@{domain}",
        domain=domain,
        helo=claim.helo,
        receiver=receiver,
        time=now,
    )
    evaluation = Evaluation(Lookups(resolver))
    try:
        found = await evaluation.check(macros)
    except PermError as error:
        return SpfResult(Checked.PERMERROR, domain, fault=error.fault)
    except TempError:
        return SpfResult(Checked.TEMPERROR, domain, fault=SpfFault.DNS)
    wanted = explain and found.result is Checked.FAIL
    words = await evaluation.explain(found) if wanted else None
    return SpfResult(found.result, domain, words, found.matched)
