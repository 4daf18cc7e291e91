"""Address lists are read as people write them; nothing is refused."""

import time

import pytest

from glassine.mail.address import ADDRESSES, parse, steps
from glassine.mail.structure import MailAddress


def plain(name: bytes | None, mailbox: bytes, host: bytes) -> tuple[MailAddress, ...]:
    return (MailAddress(name, mailbox, host),)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"Anna Example <a@example.org>", plain(b"Anna Example", b"a", b"example.org")),
        (b"a@example.org", plain(None, b"a", b"example.org")),
        (b'"Anna, A." <a@b>', plain(b"Anna, A.", b"a", b"b")),
        (b'"Joe" Q. Public <j@b>', plain(b"Joe Q. Public", b"j", b"b")),
        (b'"say \\"hi\\"" <j@b>', plain(b'say "hi"', b"j", b"b")),
        (b"a@b (The Name)", plain(b"The Name", b"a", b"b")),
        (b"A (not (this)) <a@b>", plain(b"A", b"a", b"b")),
        (b'"q q"@b', plain(None, b"q q", b"b")),
        (b"a @ b . c", plain(None, b"a", b"b.c")),  # RFC 5322 §4.4
        (b"<@r.example,@s.example:a@b>", plain(None, b"a", b"b")),
        (b"A <a@[192.0.2.1]>", plain(b"A", b"a", b"[192.0.2.1]")),
        (b"=?utf-8?q?=C3=A9?= <a@b>", plain(b"=?utf-8?q?=C3=A9?=", b"a", b"b")),
        (b"A <a@b", plain(b"A", b"a", b"b")),
        (b"A <a@b> trailing", plain(b"A", b"a", b"b")),
        (b"lone", plain(None, b"lone", b"")),
        (b"Name <>", plain(b"Name", b"", b"")),
        (b"@b", plain(None, b"", b"b")),
        (b"\xc3\xa9 <\xc3\xa9@b>", plain(b"\xc3\xa9", b"\xc3\xa9", b"b")),
        (b"<>", ()),
        (b" , (only a comment), ,", ()),
        (b"", ()),
    ],
)
def test_one_address(value: bytes, expected: tuple[MailAddress, ...]) -> None:
    assert parse(value) == expected


def test_a_group_opens_and_closes_with_markers() -> None:
    opened, closed = MailAddress(None, b"friends", None), MailAddress(None, None, None)
    members = (*plain(None, b"b", b"x"), *plain(b"C", b"c", b"y"))
    assert parse(b"friends: b@x, C <c@y>;") == (opened, *members, closed)
    assert parse(b"friends: b@x, C <c@y>") == (opened, *members, closed)
    assert parse(b"friends:;, b@x") == (opened, closed, members[0])


@pytest.mark.parametrize("value", [b"a@x; b@y", b"a@x, b@y", b"<a@x> ,, <b@y>,"])
def test_a_list_may_be_cut_at_commas_and_semicolons(value: bytes) -> None:
    assert parse(value) == (*plain(None, b"a", b"x"), *plain(None, b"b", b"y"))


def test_a_list_too_long_is_cut() -> None:
    assert len(parse(b"a@b," * (ADDRESSES + 5))) == ADDRESSES


@pytest.mark.parametrize("piece", [b"(a@b),a@b,", b'"a"b <c@d>,'])
def test_one_in_no_plain_form_is_cut_where_its_message_has_no_steps_left(
    piece: bytes,
) -> None:
    allowed = steps()
    assert 400 < len(parse(piece * (ADDRESSES + 5), allowed)) < ADDRESSES
    assert parse(b"(c) a@b", allowed) == ()
    assert parse(b"a@b", allowed) == plain(None, b"a", b"b")


@pytest.mark.parametrize("piece", [b")", b"(a)", b"(", b'"",', b'"\\a" ', b"(()", b"<"])
def test_no_list_takes_long(piece: bytes) -> None:
    """A header may have 256 KiB of it, and everybody else waits meanwhile."""
    value = piece * (250_000 // len(piece))
    began = time.thread_time()
    parse(value)
    assert time.thread_time() - began < 0.05


HOSTILE = [
    *(b"(", b'"', b"<", b"a ", b"a,", b"\\", b"[", b"(a)", b"<a", b"a@", b":", b"<@"),
    *(b'"a" ', b"a <a@b ", b"@", b" ", b'a"', b"<>", b"()()"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_value_costs_more_than_one_pass(piece: bytes) -> None:
    begun = time.perf_counter()
    parse(piece * (200_000 // len(piece)))
    assert time.perf_counter() - begun < 5
