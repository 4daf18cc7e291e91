"""What a try tells of TLS with a domain: kept for the reports of RFC 8460.

Only where a policy of theirs asked for TLS, or where TLS failed: that nobody asked and
all went well is of no use to anyone.
"""

from glassine.events.facts import TlsRule
from glassine.flow.sending.carrier import Outcome, Trouble
from glassine.store.api.tls_results import TlsPolicyType, TlsResult, TlsResultType
from glassine.words.public import Domain

_POLICIES = {
    TlsRule.DANE: TlsPolicyType.TLSA,
    TlsRule.MTA_STS: TlsPolicyType.STS,
}
_FAILURES: dict[object, TlsResultType] = {
    Trouble.NO_TLS: TlsResultType.STARTTLS_NOT_SUPPORTED,
    Trouble.TLS_FAILED: TlsResultType.VALIDATION_FAILURE,
    Trouble.UNTRUSTED: TlsResultType.CERTIFICATE_NOT_TRUSTED,
}


def tls_result(domain: Domain, outcome: Outcome) -> TlsResult | None:
    """Return how the session ended that this was said in, if that is worth keeping."""
    policy = _POLICIES.get(outcome.hop.protection.rule, TlsPolicyType.NONE)
    failure = _FAILURES.get(outcome.said)
    succeeded = outcome.tls is not None and policy is not TlsPolicyType.NONE
    if failure is None and not succeeded:
        return None
    return TlsResult(
        domain=domain,
        policy=policy,
        result=failure or TlsResultType.SUCCESS,
        mx=outcome.hop.host,
        receiving_ip=outcome.remote.ip if outcome.remote else None,
    )
