"""Encoded-words become text, whatever their senders did to them."""

import pytest

from glassine.mail.encoded_words import decode


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"plain", "plain"),
        (b"folded\r\n line", "folded line"),
        (b"=?iso-8859-1?Q?J=FCrgen_E?= x", "Jürgen E x"),
        (b"a =?utf-8*de?B?R3LDvA==?= b", "a Grü b"),
        (b"=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),  # RFC 2047 §6.2
        (b"=?utf-8?q?a?=\r\n =?koi8-r?b?wQ==?=", "a\u0430"),
        (b"=?utf-8?b?R3LD?= =?UTF-8?b?vA==?=", "Grü"),  # one character, two words
        (b"=?utf-8?b?R3LDvA?=", "Grü"),  # no padding
        (b"=?no-such?q?=E9?=", "é"),
        (b"=?utf-8?q?=FF?=", "\ufffd"),
        (b"=?utf-8?x?a?= =?broken", "=?utf-8?x?a?= =?broken"),
        ("Grüße".encode(), "Grüße"),  # RFC 6532
        ("Grüße".encode("latin-1"), "Grüße"),
    ],
)
def test_a_field_as_text(value: bytes, expected: str) -> None:
    assert decode(value) == expected
