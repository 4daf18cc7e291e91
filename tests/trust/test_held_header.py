"""A header is held until it is whole, however the message was cut on its way."""

import random

import pytest

from glassine.trust.held_header import HeldHeader
from mail.letters import cuts


def held(message: bytes, dice: random.Random, longest: int) -> tuple[bytes, bytes]:
    """Take a message in cuts; return its header and all that follows."""
    header = HeldHeader()
    pieces = cuts(message, dice, longest)
    for piece in pieces:
        if (split := header.take(piece)) is not None:
            head, begun = split
            return head, begun + b"".join(pieces)
    return header.close(), b""


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(
    ("head", "rest"),
    [
        (b"From: a@example.org\r\nTo: b@example.org\r\n", b"\r\nhello\r\n\r\nyou\r\n"),
        (b"From: a@example.org\r\n", b"\r\n"),
        (b"From: a@example.org\n", b"\nline ends of a file\n\n"),
        (b"", b"\r\nno header at all\r\n\r\n"),
        (b"", b"\nno header at all\n\n"),
        (b"From: a@example.org\r\nno end", b""),
        (b"A: b\r\n\r", b""),
        (b"", b""),
    ],
)
def test_the_header_ends_at_the_first_empty_line(
    head: bytes, rest: bytes, seed: int
) -> None:
    dice = random.Random(seed)
    assert held(head + rest, dice, dice.choice([1, 3, 50])) == (head, rest)


def test_a_header_that_does_not_end_is_overlong_in_good_time() -> None:
    header = HeldHeader(longest=100)
    assert header.take(b"A: b\r\n" * 16) is None
    assert not header.overlong
    assert header.take(b"A: b\r\n") is None
    assert header.overlong


def test_a_long_body_makes_no_header_overlong() -> None:
    header = HeldHeader(longest=10)
    assert header.take(b"A: b\r\n\r\n" + b"x" * 1000) is not None
    assert not header.overlong
