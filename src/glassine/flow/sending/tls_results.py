"""What a try tells of TLS with a domain: kept for the reports of RFC 8460.

Only where a policy of theirs asked for TLS, or where TLS failed: that nobody asked and
all went well is of no use to anyone.
"""

from glassine.events.facts_of_sending import Mode, TlsRule
from glassine.flow.sending.carrier import Outcome
from glassine.store.api.tls_results import TlsPolicyType, TlsResult, TlsResultType
from glassine.words.public import Domain

_POLICIES = {
    TlsRule.DANE: TlsPolicyType.TLSA,
    TlsRule.MTA_STS: TlsPolicyType.STS,
}


def tls_result(domain: Domain, mode: Mode, outcome: Outcome) -> TlsResult | None:
    """Return how the session ended that this was said in, if that is worth keeping.

    A mail store that LMTP is spoken with is no MX of the domain's: none reports on it.
    """
    policy = _POLICIES.get(outcome.hop.protection.rule, TlsPolicyType.NONE)
    result = outcome.tls_result
    well = result is TlsResultType.SUCCESS and policy is TlsPolicyType.NONE
    if result is None or well or mode is Mode.LMTP:
        return None
    return TlsResult(
        domain=domain,
        policy=policy,
        result=result,
        mx=outcome.hop.host,
        receiving_ip=outcome.remote.ip if outcome.remote else None,
    )
