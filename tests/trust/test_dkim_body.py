"""The body hash does not depend on cuts, and is the one the RFC describes."""

import base64
import hashlib
import random
import re
import time

import pytest

from glassine.trust.dkim_body import BodyHash
from mail.letters import cuts


def hashed(body: bytes) -> bytes:
    taken = BodyHash()
    taken.feed(body)
    return taken.digest()


def relaxed(body: bytes) -> bytes:
    """Return the relaxed form, a line at a time, as RFC 6376 §3.4.4 tells it."""
    lines = [re.sub(rb"[ \t]+", b" ", line) for line in body.split(b"\r\n")]
    lines = [line.rstrip(b" ") for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (b"", b""),
        (b"\r\n\r\n", b""),
        (b" \t \r\n", b""),
        (b" C \r\nD \t E\r\n\r\n\r\n", b" C\r\nD E\r\n"),  # RFC 6376 §3.4.5
        (b"no line end", b"no line end\r\n"),
        (b"a \t", b"a\r\n"),
        (b"a\r\n \r\n\t\r\nb\r\n", b"a\r\n\r\n\r\nb\r\n"),
        (b" \r\n" * 9000 + b"x", b"\r\n" * 9000 + b"x\r\n"),
    ],
)
def test_the_relaxed_form(body: bytes, form: bytes) -> None:
    assert relaxed(body) == form
    assert hashed(body) == hashlib.sha256(form).digest()


def test_an_empty_body_has_the_hash_of_nothing() -> None:
    nothing = b"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert base64.b64encode(hashed(b"")) == nothing


PIECES = [b" ", b"\t", b"\r\n", b"\r\n\r\n", b"word", b"  ", b" \t\r\n", b"\xff"]


@pytest.mark.parametrize("seed", range(200))
def test_cuts_make_no_difference_to_the_hash(seed: int) -> None:
    dice = random.Random(seed)
    body = b"".join(dice.choices(PIECES, k=dice.randint(0, 40)))
    taken = BodyHash()
    for piece in cuts(body, dice, dice.choice([1, 2, 9])):
        taken.feed(piece)
    assert taken.digest() == hashlib.sha256(relaxed(body)).digest()


@pytest.mark.parametrize("seed", range(100))
def test_cuts_make_no_difference_where_line_ends_are_broken(seed: int) -> None:
    dice = random.Random(seed)
    body = b"".join(dice.choices([b"\r", b"\n", b" ", b"x"], k=dice.randint(0, 30)))
    taken = BodyHash()
    for piece in cuts(body, dice, 2):
        taken.feed(piece)
    assert taken.digest() == hashed(body)


@pytest.mark.parametrize("piece", [b" ", b"\t \r\n", b"\r\n", b"\r", b"\n\r", b"x \r"])
def test_no_body_costs_more_than_one_pass(piece: bytes) -> None:
    begun = time.perf_counter()
    taken = BodyHash()
    for _ in range(50):
        taken.feed(piece * (60_000 // len(piece)))
    taken.digest()
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("relaxed", [True, False])
def test_a_hash_is_the_same_however_often_it_is_asked_for(relaxed: bool) -> None:
    body = BodyHash(relaxed)
    body.feed(b"hello \r\n\r\n")
    assert body.digest() == body.digest()
