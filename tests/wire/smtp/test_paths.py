"""Paths are read by RFC 5321 §4.1.2, and have one spelling once read."""

import pytest

from glassine.wire.smtp.paths import BadPath, forward_path, reverse_path
from glassine.words.public import Domain

OURS = Domain("mx.example.org")


def sender(path: bytes) -> str:
    address, _, _ = reverse_path(b"FROM:" + path)
    return "<>" if address is None else address.bracketed()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"<>", "<>"),
        (b"<x@a.example>", "<x@a.example>"),
        (b"<X@A.EXAMPLE>", "<X@a.example>"),
        (b'<"x"@a.example>', "<x@a.example>"),
        (rb'<"\x"@a.example>', "<x@a.example>"),
        (b'<"x.y"@a.example>', "<x.y@a.example>"),
        (b'<"x..y"@a.example>', '<"x..y"@a.example>'),
        (b'<" "@a.example>', '<" "@a.example>'),
        (b'<""@a.example>', '<""@a.example>'),
        (rb'<"a\ b"@a.example>', '<"a b"@a.example>'),
        (rb'<"a\\b\"c"@a.example>', r'<"a\\b\"c"@a.example>'),
        (b'<"x@y"@a.example>', '<"x@y"@a.example>'),
        (b"<@r.example:x@a.example>", "<x@a.example>"),
        (b"<x@[192.0.2.1]>", "<x@[192.0.2.1]>"),
        (b"<x@a-b.c_d.example>", "<x@a-b.c_d.example>"),
        (b"<!#$%&'*+/=?^_`{|}~-@a.example>", "<!#$%&'*+/=?^_`{|}~-@a.example>"),
        ("<ü@bücher.example>".encode(), "<ü@xn--bcher-kva.example>"),
        (b"<" + b"l" * 64 + b"@a.example>", "<" + "l" * 64 + "@a.example>"),
    ],
)
def test_a_path_is_read(written: bytes, read: str) -> None:
    assert sender(written) == read


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"x@a.example",
        b"<x@a.example",
        b"x@a.example>",
        b"<<x@a.example>>",
        b"< x@a.example>",
        b"<x@a.example >",
        b"<x>",
        b"<@a.example>",
        b"<x@>",
        b"<x@@a.example>",
        b"<x@y@a.example>",
        b"<x..y@a.example>",
        b"<x.@a.example>",
        b"<x@a..example>",
        b"<x@.example>",
        b"<x@a.example.>",
        b"<x@a-.example>",
        b"<x@[a.example]>",
        b"<x@[]>",
        b"<x@192.0.2.1]>",
        b'<"x@a.example>',
        b'<"x"y@a.example>',
        b'<"\x00"@a.example>',
        b'<"\x7f"@a.example>',
        b"<x\ty@a.example>",
        b"<x(comment)@a.example>",
        b"<@r.example x@a.example>",
        b"<\xff@a.example>",
        b"<postmaster>",
        b"<" + b"l" * 65 + b"@a.example>",
        b"<x@" + b"d" * 256 + b">",
        b"<x@a.example>x",
    ],
)
def test_what_is_no_path_is_refused(written: bytes) -> None:
    with pytest.raises(BadPath):
        sender(written)


@pytest.mark.parametrize("said", [b"", b"TO:<x@a.example>", b"FROM <x@a.example>"])
def test_the_path_stands_behind_its_keyword(said: bytes) -> None:
    with pytest.raises(BadPath):
        reverse_path(said)


def test_parameters_are_left_as_they_are() -> None:
    _, parameters, _ = reverse_path(b"from:<x@a.example> SIZE=1  BODY=7BIT")
    assert parameters == b"SIZE=1  BODY=7BIT"


def test_the_postmaster_is_ours_where_no_domain_is_given() -> None:
    address, _, _ = forward_path(b"TO:<POSTMASTER>", OURS)
    assert address.bracketed() == "<postmaster@mx.example.org>"


def test_a_recipient_is_somebody() -> None:
    with pytest.raises(BadPath):
        forward_path(b"TO:<>", OURS)


def test_it_is_known_whether_a_path_needs_smtputf8() -> None:
    assert not forward_path(b"TO:<x@a.example>", OURS)[2]
    assert forward_path("TO:<ü@a.example>".encode(), OURS)[2]
    assert forward_path("TO:<x@bücher.example>".encode(), OURS)[2]


def test_a_long_hostile_path_is_refused_quickly() -> None:
    for hostile in (b"a." * 2000, b"a" * 4000, b'"' + b"\\a" * 2000, b"@a," * 1300):
        with pytest.raises(BadPath):
            reverse_path(b"FROM:<" + hostile + b"!>")
