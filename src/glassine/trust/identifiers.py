"""Which domains SPF and DKIM have authenticated, for DMARC to compare. RFC 9989 §4.3"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from glassine.events.facts import Checked
from glassine.trust.dkim_verify import DkimResult
from glassine.trust.spf_sender import SpfOutcomes
from glassine.words.public import Domain


class Method(StrEnum):
    """What authenticated a domain."""

    SPF = "spf"
    DKIM = "dkim"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A domain that SPF (of MAIL FROM) or a DKIM signature speaks of, and its result.

    Only `PASS` vouches; `TEMPERROR` might have, so it leaves the matter open.
    """

    method: Method
    domain: Domain
    result: Checked


def identifiers(spf: SpfOutcomes, dkim: Iterable[DkimResult]) -> tuple[Identifier, ...]:
    """Return what may vouch for an author.

    HELO does not count (§4.4.2), nor does a signature that leaves octets unsigned:
    whoever has one letter so signed can send any other. RFC 6376 §8.2
    """
    sender = spf.mail_from
    found = [(Method.SPF, sender.domain, sender.result)]
    found += [(Method.DKIM, each.domain, each.result) for each in dkim if _whole(each)]
    return tuple(
        Identifier(method, domain, result)
        for method, domain, result in found
        if domain is not None and result in (Checked.PASS, Checked.TEMPERROR)
    )


def _whole(result: DkimResult) -> bool:
    return result.vouches or result.result is Checked.TEMPERROR
