"""Who vouches for a sender, by what other checks have found so far."""

from collections.abc import Iterable

from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import Domain


def passes_spf(findings: Iterable[Finding], domain: Domain) -> bool:
    """Tell whether the client may send for the domain: SPF says so. RFC 7208"""
    spf = CheckName.SPF
    return any(
        each.result is Result.PASS and each.value in (None, domain)  # HELO's has others
        for each in [found for found in findings if found.check is spf]
    )


def is_well_known(findings: Iterable[Finding]) -> bool:
    """Tell whether a list of good servers has the client."""
    return any(f.check is CheckName.DNSWL and f.result is Result.PASS for f in findings)
