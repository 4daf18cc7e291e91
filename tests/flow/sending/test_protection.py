"""What TLS must prove: DANE before MTA-STS, and both before a hope."""

import asyncio
from dataclasses import replace

import pytest

from flow.sending.paper_dns import Paper
from glassine.events.facts_of_sending import TlsRule
from glassine.flow.sending.course import Course, NoCourse, Protection
from glassine.flow.sending.steps import Cut, HostCut, TlsaFound
from glassine.trust.resolver import Mx, Tlsa
from glassine.words.public import HostName

MX = HostName("mx.example")
DOMAIN = HostName("example.net")
GOOD = Tlsa(3, 1, 1, b"x" * 32)
PKIX = Tlsa(1, 1, 1, b"x" * 32)
POLICY = b"version: STSv1\nmode: %s\nmx: %s\nmax_age: 86400\n"


@pytest.fixture
def paper() -> Paper:
    """A domain whose zone, and whose host's zone, are signed."""
    paper = Paper()
    paper.dns.write("mx example.net", Mx(10, MX), secure=True)
    paper.dns.host("mx.example", "192.0.2.1", secure=True)
    return paper


def serve_policy(paper: Paper, mode: bytes, host: bytes = b"mx.example") -> None:
    paper.dns.write("txt _mta-sts.example.net", b"v=STSv1; id=1")
    paper.web.served["example.net"] = POLICY % (mode, host)


def protection(paper: Paper, *, require_tls: bool = False) -> Protection:
    course = asyncio.run(paper.course("example.net", require_tls=require_tls))
    assert isinstance(course, Course), course
    [hop] = course.hops
    return hop.protection


def refused(paper: Paper, *, require_tls: bool = False) -> tuple[int, str]:
    course = asyncio.run(paper.course("example.net", require_tls=require_tls))
    assert isinstance(course, NoCourse), course
    return course.code, course.enhanced


def test_where_nobody_says_anything_tls_is_a_hope(paper: Paper) -> None:
    asked = protection(paper)
    assert (asked.rule, asked.names) == (TlsRule.OPPORTUNISTIC, (MX,))
    assert (asked.needs_tls, asked.needs_proof) == (False, False)


# DANE


def test_signed_tlsa_records_are_dane(paper: Paper) -> None:
    paper.dns.write("tlsa _25._tcp.mx.example", PKIX, GOOD, secure=True)
    asked = protection(paper)
    assert (asked.rule, asked.tlsa) == (TlsRule.DANE, (GOOD,))
    assert asked.names == (MX, DOMAIN)
    assert (asked.needs_tls, asked.needs_proof) == (True, True)
    assert TlsaFound(MX, (PKIX, GOOD), (GOOD,)) in paper.steps


def test_records_none_of_which_can_prove_anything_ask_for_tls_alone(
    paper: Paper,
) -> None:
    """RFC 7672 §2.2"""
    paper.dns.write("tlsa _25._tcp.mx.example", PKIX, secure=True)
    asked = protection(paper)
    assert (asked.rule, asked.tlsa) == (TlsRule.DANE, ())
    assert (asked.needs_tls, asked.needs_proof) == (True, False)
    assert refused(paper, require_tls=True) == (550, "5.7.30")


@pytest.mark.parametrize("unsigned", ["mx", "address", "tlsa"])
def test_dane_needs_every_answer_signed(paper: Paper, unsigned: str) -> None:
    paper.dns.write("mx example.net", Mx(10, MX), secure=unsigned != "mx")
    paper.dns.host("mx.example", "192.0.2.1", secure=unsigned != "address")
    paper.dns.write("tlsa _25._tcp.mx.example", GOOD, secure=unsigned != "tlsa")
    assert protection(paper).rule is TlsRule.OPPORTUNISTIC
    asked = "tlsa _25._tcp.mx.example" in paper.dns.asked
    assert asked is (unsigned == "tlsa")


def test_a_host_whose_tlsa_records_are_withheld_is_not_tried(paper: Paper) -> None:
    """RFC 7672 §2.1.2: otherwise who can silence DNS could turn DANE off."""
    paper.dns.fail("tlsa _25._tcp.mx.example")
    assert refused(paper) == (451, "4.4.3")
    assert HostCut(MX, Cut.TLSA_NOT_ANSWERED) in paper.steps
    paper.ways = replace(paper.ways, dane=False)
    assert protection(paper).rule is TlsRule.OPPORTUNISTIC


def test_an_aliass_records_stand_at_its_end_or_at_itself(paper: Paper) -> None:
    """RFC 7672 §2.2.3"""
    far = HostName("far.example")
    found = paper.dns.known["a mx.example"]
    paper.dns.known["a mx.example"] = replace(found, canonical=far)
    paper.dns.write("tlsa _25._tcp.mx.example", GOOD, secure=True)
    assert protection(paper).names == (MX, DOMAIN)
    paper.dns.write("tlsa _25._tcp.far.example", GOOD, secure=True)
    assert protection(paper).names == (far, MX, DOMAIN)


def test_an_alias_out_of_the_signed_world_may_have_records_itself(
    paper: Paper,
) -> None:
    far = HostName("far.example")
    found = paper.dns.known["a mx.example"]
    paper.dns.known["a mx.example"] = replace(found, canonical=far, secure=False)
    paper.dns.write("tlsa _25._tcp.far.example", GOOD)
    assert protection(paper).rule is TlsRule.OPPORTUNISTIC
    paper.dns.write("tlsa _25._tcp.mx.example", GOOD, secure=True)
    assert protection(paper).rule is TlsRule.DANE


# MTA-STS


def test_a_policy_that_is_enforced_asks_for_a_proven_name(paper: Paper) -> None:
    serve_policy(paper, b"enforce")
    asked = protection(paper)
    assert (asked.rule, asked.names) == (TlsRule.MTA_STS, (MX,))
    assert asked.needs_proof


def test_a_host_that_the_policy_does_not_name_is_not_tried(paper: Paper) -> None:
    """RFC 8461 §5.1: never for good, for the policy may be renewed."""
    serve_policy(paper, b"enforce", b"other.example")
    assert refused(paper) == (451, "4.7.0")
    assert HostCut(MX, Cut.NOT_IN_POLICY) in paper.steps


@pytest.mark.parametrize("mode", [b"testing", b"none"])
def test_a_policy_that_is_tried_out_stops_nothing(paper: Paper, mode: bytes) -> None:
    serve_policy(paper, mode, b"other.example")
    assert protection(paper).rule is TlsRule.OPPORTUNISTIC


def test_mta_sts_does_not_soften_dane(paper: Paper) -> None:
    """RFC 8461 §2"""
    serve_policy(paper, b"enforce")
    paper.dns.write("tlsa _25._tcp.mx.example", GOOD, secure=True)
    assert protection(paper).rule is TlsRule.DANE


def test_mta_sts_can_be_turned_off(paper: Paper) -> None:
    serve_policy(paper, b"enforce")
    paper.ways = replace(paper.ways, mta_sts=False)
    assert protection(paper).rule is TlsRule.OPPORTUNISTIC
    assert paper.web.visits == 0


# REQUIRETLS


def test_requiretls_is_content_with_dane_and_with_mta_sts(paper: Paper) -> None:
    serve_policy(paper, b"enforce")
    assert protection(paper, require_tls=True).rule is TlsRule.MTA_STS
    paper.dns.write("tlsa _25._tcp.mx.example", GOOD, secure=True)
    assert protection(paper, require_tls=True).rule is TlsRule.DANE


def test_requiretls_needs_a_name_that_somebody_vouches_for(paper: Paper) -> None:
    """RFC 8689 §4.2.1"""
    asked = protection(paper, require_tls=True)
    assert (asked.rule, asked.names) == (TlsRule.REQUIRED, (MX,))
    paper.dns.write("mx example.net", Mx(10, MX))
    assert refused(paper, require_tls=True) == (550, "5.7.30")
    assert HostCut(MX, Cut.UNPROVABLE) in paper.steps
