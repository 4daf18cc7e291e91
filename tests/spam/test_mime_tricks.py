"""Bodies that are built oddly."""

from base64 import encodebytes

import pytest

from glassine.mail.header import by_name
from glassine.spam.mime_tricks import DEEPEST, MOST_PARTS, mime_findings
from glassine.words.finding import CheckName
from glassine.words.reason import Reason
from spam.scanned import scanned
from support.letters import letter, with_attachment

HEAD = b"From: zoe@example.net\r\nMIME-Version: 1.0\r\n"


def found(message: bytes) -> list[Reason | None]:
    seen = scanned(message)
    types = by_name(seen.header).get(b"content-type", ())
    findings = list(mime_findings(types, seen.root, message))
    assert all(f.check is CheckName.MIME for f in findings)
    return [f.why for f in findings]


def parts(*bodies: bytes, boundary: bytes = b"cut") -> bytes:
    """Return a multipart of these, its header included."""
    inside = b"".join(b"--%b\r\n%b\r\n" % (boundary, body) for body in bodies)
    start = b'Content-Type: multipart/mixed; boundary="%b"\r\n\r\n' % boundary
    return start + inside + b"--%b--\r\n" % boundary


def text(body: bytes, more: bytes = b"") -> bytes:
    return b"Content-Type: text/plain\r\n" + more + b"\r\n" + body


def test_honest_letters_are_not_remarked_upon() -> None:
    assert found(letter("Hello")) == []
    assert found(with_attachment("Hello", "Body", "a.bin", bytes(3000))) == []
    assert found(HEAD + parts(text(b"one"), text(b"two"))) == []


def test_a_multipart_without_parts_is_odd() -> None:
    said = HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\nno parts\r\n"
    assert found(said) == [Reason.BOUNDARY]


def test_two_content_types_are_two_messages_in_one() -> None:
    twice = b"Content-Type: text/plain\r\nContent-type: text/html\r\n\r\nx\r\n"
    assert found(HEAD + twice) == [Reason.REPEATED]


def test_parts_within_parts_within_parts_are_odd() -> None:
    body = text(b"deep")
    for depth in range(DEEPEST + 1):
        body = parts(body, boundary=b"cut%d" % depth)
    assert found(HEAD + body) == [Reason.DEEP]


def test_hundreds_of_parts_are_odd() -> None:
    assert found(HEAD + parts(*[text(b"x")] * (MOST_PARTS + 1))) == [Reason.TOO_MANY]


@pytest.mark.parametrize(
    ("encoding", "body", "odd"),
    [
        (b"x-uuencode", b"x", True),
        (b"base64", encodebytes(b"Plain words that needed none of it.\n"), True),
        (b"base64", encodebytes("Schöne Grüße".encode()), False),
        (b"quoted-printable", b"fine=3D", False),
    ],
)
def test_an_encoding_that_is_unknown_or_for_nothing_is_odd(
    encoding: bytes, body: bytes, odd: bool
) -> None:
    more = b"Content-Transfer-Encoding: " + encoding + b"\r\n"
    assert found(HEAD + text(body, more)) == [Reason.ENCODING] * odd


def test_an_attached_text_may_be_in_base64() -> None:
    more = b"Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n"
    assert found(HEAD + text(encodebytes(b"a,b,c\n"), more)) == []
