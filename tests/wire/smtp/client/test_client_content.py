"""A message on its way out: whatever the runs, it arrives as it was, and ends once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.wire.smtp import content as server
from glassine.wire.smtp.client.content import GATHERED, Content, Dotted, chunk
from glassine.wire.smtp.newlines import BareNewlineInText

LINES = st.lists(
    st.sampled_from([b"", b".", b"..", b".x", b"x", b"x.", b"\xff", b"x" * 70]),
    max_size=12,
)
CUTS = st.lists(st.integers(1, 5), min_size=1, max_size=8)


def runs(message: bytes, cuts: list[int]) -> list[bytes]:
    """Return the message in runs of these lengths, over and over."""
    made, at, number = [], 0, 0
    while at < len(message):
        step = cuts[number % len(cuts)]
        made.append(message[at : at + step])
        at, number = at + step, number + 1
    return made


def sent(content: Content, pieces: list[bytes]) -> list[bytes]:
    """Return what leaves, write by write."""
    writes = [content.take(piece) for piece in pieces]
    return [*filter(None, writes), content.end()]


@given(LINES, CUTS)
def test_a_receiver_reads_what_was_written(lines: list[bytes], cuts: list[int]) -> None:
    message = b"".join(line + b"\r\n" for line in lines)
    framed = Dotted()
    wire = b"".join(framed(piece, False) for piece in runs(message, cuts))
    wire += framed(b"", True)
    assert server.Dotted().take(wire) == (message, b"")


@given(LINES, CUTS)
def test_the_cuts_change_nothing(lines: list[bytes], cuts: list[int]) -> None:
    message = b"\r\n".join(lines)
    whole = Content(Dotted(), binary=False)
    cut = Content(Dotted(), binary=False)
    assert sent(cut, runs(message, cuts)) == sent(whole, [message])


@given(LINES)
def test_the_end_comes_once(lines: list[bytes]) -> None:
    message = b"\r\n".join(lines)
    (wire,) = sent(Content(Dotted(), binary=False), [message])
    assert (b"\r\n" + wire).find(b"\r\n.\r\n") == len(wire) - 3


def test_a_small_message_leaves_in_one_write_whatever_its_runs() -> None:
    prefix, message = b"Received: x\r\n", b"Subject: y\r\n\r\nhello\r\n"
    writes = sent(Content(Dotted(), binary=False), [prefix, message])
    assert writes == [prefix + message + b".\r\n"]
    writes = sent(Content(chunk, binary=False), [prefix, message])
    assert writes == [b"BDAT 34 LAST\r\n" + prefix + message]


@pytest.mark.parametrize("last", [1, GATHERED // 2, GATHERED])
def test_the_end_of_a_large_message_leaves_with_its_last_octets(last: int) -> None:
    pieces = [b"x" * GATHERED, b"y" * GATHERED, b"z" * last]
    *_, end = sent(Content(Dotted(), binary=False), pieces)
    assert end == b"z" * last + b"\r\n.\r\n"
    *_, end = sent(Content(chunk, binary=False), pieces)
    assert end == b"BDAT %d LAST\r\n" % last + b"z" * last


def test_no_more_than_two_runs_are_held() -> None:
    content = Content(Dotted(), binary=False)
    taken = 0
    for number in range(1, 50):
        taken += len(content.take(b"x" * 40_000))
        assert number * 40_000 - taken <= GATHERED + 40_000


@pytest.mark.parametrize(
    "pieces",
    [
        [b"a\nb\r\n"],
        [b"a\rb\r\n"],
        [b"\n"],
        [b"a\r", b"\r\n"],
        [b"a\r", b"b"],
        [b"a\r\n", b"\n.\r\n"],
        [b"a\n.\n"],
        [b"a\r.\r"],
        [b"a\r\n.\r", b"\r\nx"],
    ],
)
def test_a_bare_newline_never_leaves(pieces: list[bytes]) -> None:
    content = Content(Dotted(), binary=False)
    left: list[bytes] = []
    with pytest.raises(BareNewlineInText):
        left.extend(map(content.take, pieces))
    assert not any(left)


def test_binary_content_is_framed_and_not_looked_at() -> None:
    content = Content(chunk, binary=True)
    assert sent(content, [b"\n.\r", b"\x00"]) == [b"BDAT 4 LAST\r\n\n.\r\x00"]
