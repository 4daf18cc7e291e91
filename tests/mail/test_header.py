"""Fields are found by offset and read unfolded."""

import time

import pytest

from glassine.mail import header, message_id

HEAD = (
    b"From anna Mon Oct 26\r\nReceived: one\r\n\tfolded\r\nSUBJECT : a \r\n  b\r\n"
    b"not a field\r\nreceived:two\r\nEmpty:\r\n\r\n"
)


def test_every_field_is_found_where_it_lies() -> None:
    found = [HEAD[field.start : field.end] for field in header.fields(HEAD)]
    assert found == [
        b"Received: one\r\n\tfolded\r\n",
        b"SUBJECT : a \r\n  b\r\n",
        b"received:two\r\n",
        b"Empty:\r\n",
    ]


def test_values_are_unfolded_and_names_have_no_case() -> None:
    assert header.values(HEAD, b"RECEIVED") == [b"one\tfolded", b"two"]
    assert header.first(HEAD, b"subject") == b"a   b"
    assert header.first(HEAD, b"empty") == b""
    assert header.first(HEAD, b"absent") is None


def test_octets_that_no_client_can_take_are_dropped() -> None:
    assert header.first(b"Subject: a\0b\rc\r\n", b"subject") == b"abc"


def test_the_first_of_two_fields_counts() -> None:
    assert header.of_interest(b"Subject: 1\r\nsubject: 2\r\n") == {b"subject": b"1"}


def test_message_ids_are_what_stands_in_angle_brackets() -> None:
    assert message_id.message_id(b"<a@b> x") == b"<a@b>"
    assert message_id.message_id(b"none") is None
    assert message_id.message_id(None) is None
    assert message_id.ids(b"<a@b> text <c@d><e@f> <") == (b"<a@b>", b"<c@d>", b"<e@f>")


@pytest.mark.parametrize("piece", [b"a", b":", b"\n ", b"a:\n", b"\n", b"a \n", b"\t"])
def test_no_header_costs_more_than_one_pass(piece: bytes) -> None:
    begun = time.perf_counter()
    list(header.fields(piece * (200_000 // len(piece))))
    assert time.perf_counter() - begun < 5
