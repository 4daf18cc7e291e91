"""A part's header says what its content is, and nonsense says text/plain."""

import pytest

from glassine.mail import header, mime
from glassine.mail.mime import MESSAGE, TEXT_PLAIN, ContentType


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"Text/HTML", (b"text", b"html")),
        (b" a / b ; c=d", (b"a", b"b")),
        (b"a/b (comment)", (b"a", b"b")),
        (b"(comment) a/b", (b"a", b"b")),
        (b"text", (b"text", b"plain")),  # RFC 2045 §5.2
        (b"a/b/c", (b"text", b"plain")),
        (b"", (b"text", b"plain")),
    ],
)
def test_the_media_type(value: bytes, expected: tuple[bytes, bytes]) -> None:
    assert mime.content_type(value, MESSAGE)[:2] == expected


def test_a_header_without_a_type_has_the_default() -> None:
    assert mime.content_type(None, MESSAGE) == MESSAGE


def test_every_content_field_is_read() -> None:
    head = (
        b"content-type: image/png; name=x\r\nContent-ID: <a@b>\r\n"
        b"Content-Description: a\r\n picture\r\nContent-MD5: Q2hlY2s=\r\n"
        b"Content-Transfer-Encoding: BASE64 (yes)\r\nContent-Location: http://a.example\r\n"
        b"Content-Disposition: Attachment; FileName=y\r\n"
        b"Content-Language: en, de (German) ,\r\n\r\n"
    )
    found = mime.read(header.of_interest(head), TEXT_PLAIN)
    assert found == mime.Content(
        type=ContentType(b"image", b"png", ((b"name", b"x"),)),
        id=b"<a@b>",
        description=b"a picture",
        encoding=b"base64",
        md5=b"Q2hlY2s=",
        disposition=(b"attachment", ((b"filename", b"y"),)),
        language=(b"en", b"de"),
        location=b"http://a.example",
    )


def test_a_header_that_says_nothing_means_seven_bit_text() -> None:
    assert mime.read({}, TEXT_PLAIN) == mime.Content(TEXT_PLAIN)
    assert (
        mime.read({b"content-transfer-encoding": b""}, TEXT_PLAIN).encoding == b"7bit"
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b'multipart/mixed; boundary="a b "', b"a b"),
        (b"multipart/mixed; boundary=a", b"a"),
        (b"multipart/mixed", None),
        (b'multipart/mixed; boundary=" "', None),
        (b"multipart/mixed; boundary=" + b"x" * 257, None),
        (b"text/plain; boundary=a", None),
    ],
)
def test_only_a_multipart_has_a_boundary(value: bytes, expected: bytes | None) -> None:
    assert mime.boundary(mime.content_type(value, TEXT_PLAIN)) == expected
