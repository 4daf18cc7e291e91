"""The message ends where it ends, however it is cut, and holds what it may hold."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.wire.smtp.content import (
    Dotted,
    Inspector,
    TextLineTooLong,
    TooBig,
)
from glassine.wire.smtp.newlines import BareNewlineInText

NEAR_THE_END = st.lists(
    st.sampled_from([b"\r", b"\n", b".", b"\r\n", b"\r\n.", b"a"]), max_size=30
).map(b"".join)


def by_the_book(content: bytes) -> tuple[bytes, bytes | None]:
    """Take away the dots line by line, as RFC 5321 §4.5.2 words it."""
    text = b""
    while b"\r\n" in content:
        line, _, content = content.partition(b"\r\n")
        if line == b".":
            return text, content
        text += line.removeprefix(b".") + b"\r\n"
    return text, None


def taken(packets: list[bytes]) -> tuple[bytes, bytes | None]:
    dotted, text = Dotted(), b""
    for number, packet in enumerate(packets):
        part, rest = dotted.take(packet)
        text += part
        if rest is not None:
            return text, rest + b"".join(packets[number + 1 :])
    return text, None


@given(NEAR_THE_END, st.lists(st.integers(0, 60), max_size=6))
def test_cuts_change_nothing(content: bytes, cuts: list[int]) -> None:
    content += b"\r\n.\r\nQUIT\r\n"
    edges = [0, *sorted(cut for cut in cuts if cut < len(content)), len(content)]
    packets = [content[a:b] for a, b in pairwise(edges)]
    assert taken(packets) == by_the_book(content)


@given(NEAR_THE_END)
def test_octet_by_octet_is_the_same_as_at_once(content: bytes) -> None:
    content += b"\r\n.\r\n"
    assert taken([bytes([octet]) for octet in content]) == taken([content])


def test_a_short_message_in_one_packet_is_one_part() -> None:
    assert Dotted().take(b"hello\r\n.\r\n") == (b"hello\r\n", b"")


def inspect(*texts: bytes, limit: int = 1000, line: int = 100) -> Inspector:
    inspector = Inspector(limit, line)
    for text in texts:
        inspector.inspect(text)
    return inspector


@pytest.mark.parametrize(
    "texts",
    [(b"a\n",), (b"a\rb",), (b"\r\r\n",), (b"\n",), (b"a\r", b"b"), (b"a\r\n", b"\n")],
)
def test_cr_or_lf_alone_damns_the_message(texts: tuple[bytes, ...]) -> None:
    with pytest.raises(BareNewlineInText):
        inspect(*texts)


def test_a_line_end_may_be_cut_in_two() -> None:
    inspect(b"a\r", b"\nb\r", b"\n\r\n").finish()


def test_half_a_line_end_is_no_part_of_the_line() -> None:
    inspect(b"123456789\r", b"\n123456789\r", b"\n", line=9)


def test_a_message_may_not_end_in_half_a_line_end() -> None:
    with pytest.raises(BareNewlineInText):
        inspect(b"a\r").finish()


@given(NEAR_THE_END, st.integers(0, 40))
def test_newlines_are_judged_alike_however_cut(text: bytes, cut: int) -> None:
    assert _verdict(text) == _verdict(text[:cut], text[cut:])


def _verdict(*texts: bytes) -> bool:
    try:
        inspect(*texts).finish()
    except BareNewlineInText:
        return False
    return True


def test_octets_are_counted_to_the_limit() -> None:
    assert inspect(b"12345", b"67890", limit=10).size == 10
    with pytest.raises(TooBig):
        inspect(b"12345", b"678901", limit=10)


@given(
    st.lists(st.integers(0, 12), max_size=12), st.lists(st.integers(0, 99), max_size=4)
)
def test_a_line_over_the_limit_is_found_wherever_it_is_cut(
    lengths: list[int], cuts: list[int]
) -> None:
    text = b"".join(b"x" * length + b"\r\n" for length in lengths)
    edges = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    packets = [text[a:b] for a, b in pairwise(edges)]
    if any(length > 9 for length in lengths):
        with pytest.raises(TextLineTooLong):
            inspect(*packets, line=9)
    else:
        inspect(*packets, line=9)


def test_binary_content_is_only_counted() -> None:
    inspector = Inspector(100, 5, binary=True)
    inspector.inspect(b"\r\n\n\r" * 5)
    inspector.finish()
    assert inspector.size == 20
