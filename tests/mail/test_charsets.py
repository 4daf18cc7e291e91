"""Every octet becomes some text, by a closed list of charsets."""

import codecs

import pytest

from glassine.mail import charsets


@pytest.mark.parametrize(
    ("octets", "charset", "text"),
    [
        ("é".encode(), b"UTF-8", "é"),
        (b"\x80", b"iso-8859-1", "€"),  # as the WHATWG has it
        (b"\xe9", b"us-ascii", "é"),
        ("é".encode(), b"us-ascii", "é"),
        (b"\xe9", b"x-no-such", "é"),
        (b"\x93", b"Windows-1252", "“"),
        ("手紙".encode("gb18030"), b"GB2312", "手紙"),
        ("手紙".encode("iso2022-jp"), b"ISO-2022-JP", "手紙"),
        ("手".encode("shift-jis"), b"Shift_JIS", "手"),
        ("편지".encode("euc-kr"), b"ks_c_5601-1987", "편지"),
        ("письмо".encode("koi8-r"), b"koi8-r", "письмо"),
        ("éé".encode()[:3], b"", "é\ufffd"),  # cut short, not Latin
    ],
)
def test_text_of_octets(octets: bytes, charset: bytes, text: str) -> None:
    assert charsets.decode(octets, charset) == text


@pytest.mark.parametrize(
    "name", [b"zlib", b"rot13", b"punycode", b"utf-7", b"unicode_escape"]
)
def test_a_codec_that_is_no_charset_is_not_used(name: bytes) -> None:
    assert charsets.codec(name) is None


def test_every_listed_charset_exists() -> None:
    for name in set(charsets._CODECS.values()):
        assert codecs.lookup(name)
