"""Parameters are kept as written, and read in all their encodings."""

import pytest

from glassine.mail import params


@pytest.mark.parametrize(
    ("value", "word", "expected"),
    [
        (b"Text/HTML", b"text/html", ()),
        (b"a/b; C=D", b"a/b", ((b"c", b"D"),)),
        (b'a/b;c="d;\\"e\\"" ; f = g', b"a/b", ((b"c", b'd;"e"'), (b"f", b"g"))),
        (b"a/b; c=us-ascii (plain; text)", b"a/b", ((b"c", b"us-ascii"),)),
        (b"a/b;;; c=d;", b"a/b", ((b"c", b"d"),)),
        (
            b"a/b; name=two words.pdf; x",
            b"a/b",
            ((b"name", b"two words.pdf"), (b"x", b"")),
        ),
        (b'a/b; c="open', b"a/b", ((b"c", b"open"),)),
        (b"", b"", ()),
    ],
)
def test_parameters_as_written(value: bytes, word: bytes, expected: object) -> None:
    assert params.split(value) == (word, expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b'x; f="plain.txt"', "plain.txt"),
        (b"x; f*=utf-8'en'%E2%82%AC%20rates", "\u20ac rates"),
        (b"x; f*0*=iso-8859-1''J%FC; f*1=rgen%", "Jürgen%"),
        (b"x; f*1=b; f*0=a", "ab"),
        (b"x; f*=nothing%41", "nothingA"),
        (b'x; f="=?utf-8?b?w6k=?="', "é"),
        (b'x; f="\xc3\xa9"', "é"),
        (b"x; g=1", None),
        (b"x; f*1=only-second", None),
    ],
)
def test_a_parameter_as_text(value: bytes, expected: str | None) -> None:
    assert params.parameter(params.split(value)[1], b"f") == expected


def test_parameters_are_read_as_far_as_a_field_may_go() -> None:
    _, found = params.split(b"x" + b";a=b" * 1000)
    assert len(found) == 1000
    _, found = params.split(b"x" + b";a=b" * params.LONGEST)
    assert len(found) == params.LONGEST // 4
