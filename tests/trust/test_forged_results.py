"""What claims to be our own word, and came from outside, is found; the rest stays."""

import time

import pytest

from glassine.trust.forged_results import LONGEST, MOST_FIELDS, Span, forged, without
from glassine.words.public import Domain, HostName

OURS = [HostName("mail.example.org"), HostName("MX.xn--bcher-kva.example")]
HEAD = b"Received: from a\r\n%bFrom: zoe@example.net\r\n"


def left(field: bytes) -> bytes:
    head = HEAD % field
    return without(head, forged(head, OURS))


@pytest.mark.parametrize(
    "value",
    [
        b" mail.example.org; spf=pass",
        b"mail.example.org;none",
        b" mail.example.org 1; spf=pass",
        b" mail.example.org/1; spf=pass",
        b" MAIL.Example.ORG; dkim=pass",
        b" mail.example.org.; none",
        b' "mail.example.org"; none',
        b' "mail\\.example.org"; none',
        b' "mail.example.org',
        b" (I am) mail.example.org (really); none",
        b" mail(x).example.org; none",
        b"\r\n\tmail.example.org;\r\n\tspf=pass",
        b" mail.example.org",
        b" mail\0.example.org; none",
        b" =?utf-8?q?mail.example.org?=; none",
        " mx.bücher.example; none".encode(),
        " MX.BÜCHER。example; none".encode(),
        " mail.exam\u00adple.org; none".encode(),
        b" mx.xn--bcher-kva.example; none",
    ],
)
@pytest.mark.parametrize(
    "name", [b"Authentication-Results", b"AUTHENTICATION-results "]
)
def test_a_field_in_our_name_is_cut_out_whole(name: bytes, value: bytes) -> None:
    assert left(name + b":" + value + b"\r\n") == HEAD % b""


@pytest.mark.parametrize(
    "field",
    [
        b"Authentication-Results: mail.example.net; spf=pass\r\n",
        b"Authentication-Results: mail.example.org.example.net; none\r\n",
        b"Authentication-Results: notmail.example.org; none\r\n",
        b"Authentication-Results: example.net; spf=pass (mail.example.org)\r\n",
        b"Authentication-Results: \xff\xfe; none\r\n",
        b"Authentication-Results: ;\r\n",
        b"Authentication-Results:\r\n",
        b"ARC-Authentication-Results: i=1; mail.example.org; spf=pass\r\n",
        b"X-Authentication-Results: mail.example.org; spf=pass\r\n",
        b"Subject: Authentication-Results: mail.example.org; none\r\n",
        b"Subject: a\r\n Authentication-Results: mail.example.org; none\r\n",
    ],
)
def test_what_is_not_in_our_name_stays_to_the_octet(field: bytes) -> None:
    assert left(field) == HEAD % field


@pytest.mark.parametrize(
    ("server", "within"),
    [
        ("example.org", True),
        ("a.b.EXAMPLE.org", True),
        ("mail(x).example.org", True),
        ("bücher.example", True),
        ("anexample.org", False),
        ("org", False),
        ("example.org.example.net", False),
    ],
)
def test_of_a_domain_of_ours_every_server_below_it_is_meant(
    server: str, within: bool
) -> None:
    domains = [Domain("example.org"), Domain("xn--bcher-kva.example")]
    field = f"Authentication-Results: {server}; none\r\n".encode()
    assert bool(list(forged(field, domains))) == within


def test_every_forged_field_is_found_and_nothing_between_them_is_lost() -> None:
    mine = b"Authentication-Results: mail.example.org; none\r\n"
    head = mine + mine + b"To: x@example.org\r\n" + mine + b"Subject: y\r\n" + mine
    spans = list(forged(head, OURS))
    assert spans[0] == Span(0, len(mine))
    assert len(spans) == 4
    assert without(head, spans) == b"To: x@example.org\r\nSubject: y\r\n"


def test_a_field_that_will_not_come_to_a_name_is_cut() -> None:
    assert left(b"Authentication-Results: (" + b";" * LONGEST + b")\r\n") == HEAD % b""
    late = b"(" + b"x" * LONGEST + b") mail.example.org; none\r\n"
    assert left(b"Authentication-Results: " + late) == HEAD % b""


def test_a_long_field_of_another_server_stays() -> None:
    field = b"Authentication-Results: example.net;" + b" dkim=pass;" * 900 + b"\r\n"
    assert left(field) == HEAD % field


def test_of_very_many_fields_the_rest_is_cut_unread() -> None:
    field = b"Authentication-Results: example.net; none\r\n"
    assert left(field * 9000) == HEAD % (field * MOST_FIELDS)


@pytest.mark.parametrize(
    "piece", ["(", "(a)", '"', '"a" ', "\\", "=?a?q?b?=", "ä", "ä."]
)
def test_no_field_costs_more_than_it_is_worth(piece: str) -> None:
    begun = time.perf_counter()
    left(b"Authentication-Results: " + piece.encode() * 60_000 + b"\r\n")
    assert time.perf_counter() - begun < 1
