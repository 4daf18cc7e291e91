"""Each step of a dry run is a sentence that says what to do, if anything is wrong."""

from pathlib import Path

import pytest

from glassine.cli.deliver_talk import word
from glassine.cli.deliver_words import conclusion, sentence
from glassine.events.facts_of_sending import Mode, TlsRule
from glassine.events.scrub import LONGEST_ANSWER
from glassine.flow.sending.carrier import Phase
from glassine.flow.sending.course import Course, Handshake, Hop, Protection
from glassine.flow.sending.steps import (
    Cut,
    HostCut,
    LiteralGiven,
    MxAsked,
    RouteTaken,
    Step,
    StsAsked,
)
from glassine.flow.sending.sts import NotFetched, StsAnswer, Unusable
from glassine.flow.sending.ways import Way
from glassine.net.rehearse import Rehearsed
from glassine.trust.mta_sts import StsMode, StsPolicy
from glassine.trust.resolver import Ending, Mx
from glassine.wire.smtp.answer import Answer
from glassine.words.private import RemoteText
from glassine.words.public import Domain, HostName, ip_address

MX = HostName("mx.example.net")
SOCKET = Way(
    domain=Domain("example.net"),
    mode=Mode.LMTP,
    host=HostName("localhost"),
    port=0,
    rule=TlsRule.NONE,
    handshake=Handshake.NEVER,
    socket=Path("/run/lmtp"),
)
POLICY = StsPolicy(StsMode.TESTING, 86400, ("mx.example.net", "*.example.com"))


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (RouteTaken(SOCKET), "The config routes example.net to LMTP /run/lmtp."),
        (
            LiteralGiven(ip_address("2001:db8::1")),
            "The domain is the address 2001:db8::1 itself; DNS is not asked.",
        ),
        (
            MxAsked(Ending.FOUND, (Mx(0, None),), False),
            "DNS names 1 mail exchanger, not signed: . (0).",
        ),
        (
            MxAsked(Ending.NO_DATA, (), True),
            "DNS has no mail exchanger for it.",
        ),
        (
            HostCut(MX, Cut.OURS),
            "mx.example.net is left out: it is this server, or stands behind it; if "
            "we are to keep its mail: glassine domain add.",
        ),
        (
            HostCut(MX, Cut.TLSA_NOT_ANSWERED),
            "mx.example.net is left out: DNS did not answer for its TLSA records.",
        ),
        (
            StsAsked(StsAnswer(failure=NotFetched.UNTRUSTED)),
            "MTA-STS: the domain has no policy; it names one, but its web server's "
            "certificate is not valid.",
        ),
        (
            StsAsked(StsAnswer(policy=POLICY, failure=Unusable.MALFORMED)),
            "MTA-STS: its policy is testing for mx.example.net, *.example.com, known "
            "from before. A newer one was not to be had: it is not a policy.",
        ),
    ],
)
def test_a_step_is_a_sentence(step: Step, said: str) -> None:
    assert sentence(step) == said


@pytest.mark.parametrize("why", Cut)
def test_each_reason_to_leave_a_host_out_has_words(why: Cut) -> None:
    assert sentence(HostCut(MX, why)).startswith(f"{MX} is left out: {why.value}")


@pytest.mark.parametrize(
    ("rule", "handshake", "said"),
    [
        (TlsRule.NONE, Handshake.NEVER, "without TLS."),
        (TlsRule.OPPORTUNISTIC, Handshake.STARTTLS, "with TLS if it is offered, who"),
        (TlsRule.REQUIRED, Handshake.AT_ONCE, "proves its name, from the first byte."),
        (TlsRule.MTA_STS, Handshake.STARTTLS, "its MTA-STS policy is enforced."),
        (TlsRule.DANE, Handshake.STARTTLS, "for no TLSA record can be used."),
    ],
)
def test_the_end_says_what_tls_must_prove(
    rule: TlsRule, handshake: Handshake, said: str
) -> None:
    hop = Hop(
        host=MX,
        port=25,
        ips=(),
        protection=Protection(rule=rule, handshake=handshake),
    )
    end = conclusion(Course(mode=Mode.SMTP, hops=(hop,)))
    assert end.startswith("A message would go to mx.example.net port 25 by SMTP with")
    assert said in end


def test_an_answer_is_shown_short_and_harmless() -> None:
    answer = Answer(550, None, RemoteText(b"\x1b[31mno\xff" + b"x" * 600))
    hop = Hop(
        host=MX,
        port=25,
        ips=(),
        protection=Protection(rule=TlsRule.OPPORTUNISTIC, handshake=Handshake.STARTTLS),
    )
    shown = word(Rehearsed(hop=hop, said=answer, phase=Phase.RCPT))
    assert shown.isprintable()
    assert len(shown) <= 4 + LONGEST_ANSWER
