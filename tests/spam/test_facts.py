"""What a header and the shape of a message tell, apart from its words."""

import pytest

from glassine.spam import facts
from glassine.spam.letter import read
from glassine.words.private import Message

HEAD = (
    "From: Zoe <zoe@example.net>\r\nTo: ann@example.org\r\nSubject: apples\r\n"
    "Date: Mon, 26 Oct 2020 23:45:45 +0000\r\nMessage-ID: <1@example.net>\r\n"
)
PLAIN = {"to 1", "from example.net"}


def of_header(head: str) -> set[str]:
    """Return what a header tells."""
    letter = read(Message(head.encode() + b"\r\n"))
    octets = letter.octets.reveal()[: letter.root.body]
    return set(facts.of_header(octets, letter.envelope))


def of_parts(source: str) -> set[str]:
    """Return what the parts tell."""
    return set(facts.of_parts(read(Message(source.encode())).root))


def test_an_ordinary_header_tells_little() -> None:
    assert of_header(HEAD) == PLAIN


@pytest.mark.parametrize(
    ("was", "now", "fact"),
    [
        ("To:", "List-Id: <x>\r\nTo:", "list-id"),
        ("To:", "In-Reply-To: <x@example.org>\r\nTo:", "an answer"),
        ("To:", "X-Mailer: Bulker 3\r\nTo:", "mailer bulker"),
        ("Subject: ", "Subject: Re: ", "no answer"),
        ("Date: Mon, 26 Oct 2020 23:45:45 +0000\r\n", "", "no date"),
        ("Message-ID: <1@example.net>\r\n", "", "no message-id"),
        ("apples", "BUY IT NOW", "loud subject"),
        ("apples", "apples!", "subject!"),
        ("apples", "apples?", "subject?"),
        ("ann@example.org", ", ".join(["a@example.org"] * 11), "to many"),
        ("To:", "Reply-To: x@example.com\r\nTo:", "answers elsewhere"),
        ("From: Zoe", 'From: "boss@example.com"', "an address for a name"),
    ],
)
def test_what_is_odd_is_told(was: str, now: str, fact: str) -> None:
    assert fact in of_header(HEAD.replace(was, now, 1)) - PLAIN


def test_parts_are_told_by_type_charset_and_ending() -> None:
    source = (
        HEAD + "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: text/plain; charset=KOI8-R\r\n\r\nx\r\n"
        '--x\r\nContent-Type: application/zip; name="bill.pdf.zip"\r\n\r\nx\r\n'
        '--x\r\nContent-Disposition: attachment; filename="noending"\r\n\r\n'
        "x\r\n--x--\r\n"
    )
    assert of_parts(source) == {
        "part text/plain",
        "charset koi8-r",
        "part application/zip",
        "file twice zip",
        "file none",
    }


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("shop.example", {"host shop.example", "under shop.example", "top example"}),
        ("SHOP.example:80", {"host shop.example", "under shop.example", "top example"}),
        ("192.0.2.1", {"a number for a host"}),
        ("me@192.0.2.1:8080", {"a number for a host"}),
    ],
)
def test_a_host_is_told_by_name_and_domain(host: str, told: set[str]) -> None:
    assert set(facts.of_host(host)) == told


@pytest.mark.parametrize(
    ("host", "fact"),
    [
        ("xn--pypal-4ve.example", "a foreign host"),
        ("p\u0430ypal.example", "a foreign host"),
        ("my-bank-login.example", "a contrived host"),
        ("a.b.c.d.example", "a contrived host"),
    ],
)
def test_a_host_that_looks_odd_is_told(host: str, fact: str) -> None:
    assert fact in set(facts.of_host(host))
