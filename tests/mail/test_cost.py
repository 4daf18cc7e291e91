"""Hostile messages cost about as much as honest ones of their size."""

import time

import pytest

from glassine.mail import dates, encoded_words, params
from mail.letters import scanned

VALUES = [
    *(b";", b"; ", b"a", b"a;", b'";', b";=", b";a=", b'a="', b" ", b"=?", b"=?a?q?"),
    *(b"=?a?q?b?= ", b"mon ", b"1 ", b"1 jan ", b"(", b"\\", b"*", b"'", b"%41"),
]


@pytest.mark.parametrize("piece", VALUES)
@pytest.mark.parametrize("start", [b"", b"x;a=", b"Mon", b"1 Jan"])
def test_no_value_costs_more_than_one_pass(start: bytes, piece: bytes) -> None:
    begun = time.perf_counter()
    value = start + piece * (100_000 // len(piece)) + b"!"
    params.parameter(params.split(value)[1], b"f")
    dates.read(value)
    encoded_words.decode(value)
    assert time.perf_counter() - begun < 3


MULTIPART = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
MESSAGES = [
    b"\n--",
    b"\n--bx",
    b"\n--b",
    b"\n--b--",
    b"\n--b\n\n",
    b"\n",
    b"\r",
    b"--",
    b"Content-Type: message/rfc822\n\n",
    b"\n--b\nContent-Type: multipart/mixed; boundary=b\n\n",
    b"x" * 500 + b"\n--b" + b" " * 500,
]


@pytest.mark.parametrize("piece", MESSAGES)
@pytest.mark.parametrize("start", [b"", MULTIPART, MULTIPART + b"--b\r\n"])
def test_no_message_costs_more_than_one_pass(start: bytes, piece: bytes) -> None:
    begun = time.perf_counter()
    scanned(start + piece * (1_000_000 // len(piece)))
    assert time.perf_counter() - begun < 3
