"""Only CRLF ends a line."""

import pytest

from glassine.wire.lines import BareNewline, LineBuffer, LineTooLong


def lines(*packets: bytes, limit: int = 100) -> LineBuffer:
    buffer = LineBuffer(limit)
    for packet in packets:
        buffer.feed(packet)
    return buffer


def test_lines_come_out_whole_and_in_order() -> None:
    buffer = lines(b"one\r\ntw", b"o\r", b"\n\r\nthree")
    assert [buffer.pop() for _ in range(4)] == [b"one", b"two", b"", None]
    assert len(buffer) == len(b"three")


@pytest.mark.parametrize(
    "said", [b"a\nb\r\n", b"\n", b"a\rb\r\n", b"a\r\r\n", b"\r\r\n"]
)
def test_cr_or_lf_alone_is_refused(said: bytes) -> None:
    with pytest.raises(BareNewline):
        lines(said).pop()


def test_a_bare_lf_is_refused_before_a_crlf_comes() -> None:
    with pytest.raises(BareNewline):
        lines(b"HELO a.example\nMAIL").pop()


def test_the_limit_is_of_the_line_without_its_crlf() -> None:
    assert lines(b"12345\r\n", limit=5).pop() == b"12345"
    with pytest.raises(LineTooLong):
        lines(b"123456\r\n", limit=5).pop()


def test_a_line_too_long_is_dropped_and_the_next_one_is_heard() -> None:
    buffer = lines(b"123456789", limit=5)
    with pytest.raises(LineTooLong):
        buffer.pop()
    buffer.feed(b"and more\nof it\r")
    assert buffer.pop() is None
    buffer.feed(b"\nnext\r\n")
    assert buffer.pop() == b"next"


def test_a_line_without_end_takes_no_memory() -> None:
    buffer = lines(b"123456789", limit=5)
    with pytest.raises(LineTooLong):
        buffer.pop()
    for _ in range(100):
        buffer.feed(b"x" * 1000)
        assert buffer.pop() is None
        assert len(buffer) <= 1


def test_counted_octets_may_be_anything() -> None:
    buffer = lines(b"BDAT\r\n\n\r\0NOOP\r\n")
    assert buffer.pop() == b"BDAT"
    assert buffer.take(3) == b"\n\r\0"
    assert buffer.pop() == b"NOOP"
    assert buffer.take(10) == b""


def test_all_there_is_can_be_taken_at_once() -> None:
    buffer = lines(b"a\r\nb")
    assert buffer.take_all() == b"a\r\nb"
    assert len(buffer) == 0
