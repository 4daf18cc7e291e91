"""What a try tells of TLS is kept where somebody may want to hear of it."""

import pytest

from glassine.events.facts_of_sending import Mode, TlsRule
from glassine.flow.sending.carrier import Outcome, Phase, Trouble
from glassine.flow.sending.course import Handshake, Hop, Protection
from glassine.flow.sending.tls_results import tls_result
from glassine.store.api.tls_results import TlsPolicyType, TlsResult, TlsResultType
from glassine.words.public import Domain, Endpoint, HostName, ip_address

NET = Domain("example.net")
MX = HostName("mx.example.net")
THERE = ip_address("192.0.2.1")


def outcome(rule: TlsRule, result: TlsResultType | None) -> Outcome:
    """Return what became of a recipient, and how TLS began."""
    protection = Protection(rule=rule, handshake=Handshake.STARTTLS)
    return Outcome(
        said=Trouble.CUT,
        phase=Phase.MAIL,
        hop=Hop(host=MX, port=25, ips=(THERE,), protection=protection),
        remote=Endpoint(THERE, 25),
        tls=None,
        auth=False,
        tls_result=result,
    )


@pytest.mark.parametrize(
    ("rule", "policy"),
    [
        (TlsRule.DANE, TlsPolicyType.TLSA),
        (TlsRule.MTA_STS, TlsPolicyType.STS),
        (TlsRule.OPPORTUNISTIC, TlsPolicyType.NONE),
    ],
)
def test_a_failure_is_kept_with_its_reason(
    rule: TlsRule, policy: TlsPolicyType
) -> None:
    expired = TlsResultType.CERTIFICATE_EXPIRED
    kept = tls_result(NET, Mode.SMTP, outcome(rule, expired))
    assert kept == TlsResult(
        domain=NET, policy=policy, result=expired, mx=MX, receiving_ip=THERE
    )


def test_a_success_is_kept_where_a_policy_asked_for_it() -> None:
    well = TlsResultType.SUCCESS
    kept = tls_result(NET, Mode.SMTP, outcome(TlsRule.DANE, well))
    assert kept is not None and kept.result is well
    assert tls_result(NET, Mode.SMTP, outcome(TlsRule.OPPORTUNISTIC, well)) is None


def test_where_it_did_not_come_to_tls_nothing_is_kept() -> None:
    assert tls_result(NET, Mode.SMTP, outcome(TlsRule.DANE, None)) is None


def test_a_mail_store_that_speaks_lmtp_is_not_reported_on() -> None:
    without = TlsResultType.STARTTLS_NOT_SUPPORTED
    seen = outcome(TlsRule.OPPORTUNISTIC, without)
    assert tls_result(NET, Mode.SMTP, seen) is not None
    assert tls_result(NET, Mode.LMTP, seen) is None
