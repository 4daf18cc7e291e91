"""Words come out of transfer encodings, charsets and HTML."""

import time

import pytest

from glassine.mail import text, transfer
from mail.letters import scanned


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("<p>a<b>b</b></p>c", "\nab\nc"),
        ("a<!-- no -->b", "a b"),
        ("<SCRIPT x>if (1<2) no</script >b", " b"),
        ("<style>no", " "),
        ("1 < 2 &lt; 3 &eacute;", "1 < 2 < 3 é"),
        ("<a href='x'>link</a", "link"),
        (f"a&#{'1' * 5000};b&#xD800;", "a\ufffdb\ufffd"),
    ],
)
def test_html_becomes_what_a_reader_sees(source: str, seen: str) -> None:
    assert text.of_html(source) == seen


@pytest.mark.parametrize("piece", ["<", "<p", "<script", "<!--", "&", "<a>", "</"])
def test_no_html_costs_more_than_one_pass(piece: str) -> None:
    begun = time.perf_counter()
    text.of_html(piece * 100_000)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("octets", "encoding", "expected"),
    [
        (b"as is", b"8bit", b"as is"),
        (b"as is", b"binary", b"as is"),
        (b"a=3Db=\r\nc", b"quoted-printable", b"a=bc"),
        (b"a=ZZ", b"quoted-printable", b"a=ZZ"),
        (b"YWJj\r\nZA==", b"base64", b"abcd"),
        (b"YWJj!ZA", b"base64", b"abcd"),  # odd octet, no padding
        (b"YWJjZ", b"base64", b"abc"),  # cut short
        (b"YQ==YQ==", b"base64", b"a"),
        (b"", b"base64", b""),
        (b"x", b"x-unknown", None),
    ],
)
def test_transfer_encodings(octets: bytes, encoding: bytes, expected: object) -> None:
    assert transfer.decode(octets, encoding) == expected


def letter(kind: bytes, body: bytes, more: bytes = b"") -> bytes:
    return b"Content-Type: text/%b; charset=utf-8\r\n%b\r\n%b" % (kind, more, body)


def multipart(*parts: bytes) -> bytes:
    head = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    return head + b"".join(b"--b\r\n%b\r\n" % part for part in parts)


ATTACHED = b"Content-Disposition: attachment\r\n"


@pytest.mark.parametrize(
    ("message", "preview"),
    [
        (letter(b"plain", b" two\r\n\r\nlines \r\n"), "two lines"),
        (letter(b"html", b"<p>some&nbsp;<i>html</i>"), "some html"),
        (multipart(letter(b"html", b"html"), letter(b"plain", b"plain")), "plain"),
        (multipart(letter(b"plain", b" "), letter(b"html", b"html")), "html"),
        (multipart(letter(b"plain", b"no", ATTACHED), letter(b"plain", b"y")), "y"),
        (letter(b"calendar", b"no"), ""),
        (letter(b"plain", "é".encode() * 5000), "é" * 200),
        (letter(b"plain", b"x" * 300), "x" * 200),
        (b"", ""),
    ],
)
def test_the_preview_is_the_first_words_of_the_first_text(
    message: bytes, preview: str
) -> None:
    assert scanned(message).preview == preview
