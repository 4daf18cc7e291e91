"""Search compares what a reader sees, without regard to case."""

import pytest

from glassine.mail import match
from mail.letters import crlf, scanned

HEAD = (
    b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?= from\r\n\there\r\n"
    b"X-Empty:\r\nTo: Anna <anna@example.org>\r\n\r\n"
)


@pytest.mark.parametrize(
    ("words", "other"),
    [("Window", "wInDoW"), ("STRASSE", "Straße"), ("ÉTÉ", "été"), ("ﬁle", "FILE")],
)
def test_two_spellings_of_one_word_are_the_same(words: str, other: str) -> None:
    assert match.fold(words) == match.fold(other)


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        (b"subject", "GRÜSSE FROM\tHERE", True),
        (b"subject", "gr=c3=bc", True),  # as written
        (b"subject", "anna", False),
        (b"to", "example.ORG", True),
        (b"x-empty", "", True),
        (b"x-empty", "a", False),
        (b"cc", "", False),
    ],
)
def test_a_field_holds_words(name: bytes, words: str, expected: bool) -> None:
    assert match.in_field(HEAD, name, match.fold(words)) is expected


LETTER = crlf("""
Subject: outside
Content-Type: multipart/mixed; boundary=b

preamble
--b
Content-Transfer-Encoding: quoted-printable
Content-Type: text/plain; charset=iso-8859-1

Caf=E9 in the after=
noon, and
more
--b
Content-Type: text/html

<style>hidden</style><p>Fish &amp;<br>chips</p>
--b
Content-Type: message/rfc822
Content-Description: described

Subject: inside

enclosed
--b
Content-Type: application/octet-stream

octets
--b--
""")


@pytest.mark.parametrize(
    ("words", "in_body", "in_message"),
    [
        ("café", True, True),
        ("afternoon, and more", True, True),
        ("fish & chips", True, True),
        ("enclosed", True, True),
        ("outside", False, True),
        ("inside", False, True),
        ("described", False, True),
        ("hidden", False, False),
        ("preamble", False, False),
        ("octets", False, False),
        ("", True, True),
    ],
)
def test_a_message_holds_words(words: str, in_body: bool, in_message: bool) -> None:
    root = scanned(LETTER).root
    folded = match.fold(words)
    assert match.in_body(root, LETTER, folded) is in_body
    assert match.in_message(root, LETTER, folded) is in_message
