"""Replies of all sorts, and the ends that they must have."""

import tracemalloc

import pytest

from glassine.wire.smtp.client.faults import NotSmtp
from glassine.wire.smtp.client.replies import (
    LONGEST,
    LONGEST_LINE,
    MOST_LINES,
    Reply,
    ReplyReader,
)
from glassine.words.public import EnhancedCode


def read(data: bytes) -> list[Reply]:
    """Return every reply in these octets."""
    reader = ReplyReader()
    reader.feed(data)
    return list(iter(reader.pop, None))


def test_several_replies_may_come_at_once() -> None:
    said = b"250 one\r\n550-two\r\n550 three\r\n354 four\r\n25"
    assert read(said) == [
        Reply(250, (b"one",)),
        Reply(550, (b"two", b"three")),
        Reply(354, (b"four",)),
    ]


def test_a_reply_is_none_until_its_last_line_has_ended() -> None:
    reader = ReplyReader()
    for piece in (b"250-one", b"\r", b"\n250", b" two\r"):
        reader.feed(piece)
        assert reader.pop() is None
        assert len(reader) > 0
    reader.feed(b"\n")
    assert reader.pop() == Reply(250, (b"one", b"two"))
    assert len(reader) == 0


@pytest.mark.parametrize(
    "line",
    [b"", b"25", b"250x", b"2500 x", b" 250 x", b"+OK", b"* OK", b"-250 x", b"\x00"],
)
def test_what_does_not_begin_like_a_reply_is_none(line: bytes) -> None:
    with pytest.raises(NotSmtp):
        read(line + b"\r\n")


def test_the_longest_line_is_taken_and_one_octet_more_is_not() -> None:
    assert len(read(b"250 " + b"x" * (LONGEST_LINE - 4) + b"\r\n")) == 1
    with pytest.raises(NotSmtp):
        read(b"250 " + b"x" * (LONGEST_LINE - 2) + b"\r\n")


def test_a_line_without_an_end_is_not_waited_for() -> None:
    with pytest.raises(NotSmtp):
        read(b"250 " + b"x" * LONGEST_LINE)


def test_a_reply_without_an_end_is_not_waited_for() -> None:
    with pytest.raises(NotSmtp):
        read(b"250-x\r\n" * MOST_LINES)
    with pytest.raises(NotSmtp):
        read((b"250-" + b"x" * 4000 + b"\r\n") * (1 + LONGEST // 4000))


def test_an_endless_reply_costs_no_memory() -> None:
    tracemalloc.start()
    with pytest.raises(NotSmtp):
        _read_for_ever()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def _read_for_ever() -> None:
    reader, page = ReplyReader(), b"250-x\r\n" * 1000
    for _ in range(1000):
        reader.feed(page)
        reader.pop()


def test_the_words_of_an_answer_are_private() -> None:
    answer = Reply(550, (b"5.7.1 your words: hello",)).answer()
    assert "hello" not in repr(answer)
    with pytest.raises(TypeError):
        str(answer.text)


def test_an_answer_has_the_codes_apart() -> None:
    answer = Reply(450, (b"4.2.2 mailbox", b"4.2.2 full")).answer()
    assert (answer.code, answer.enhanced) == (450, EnhancedCode(4, 2, 2))
    assert answer.text.reveal() == b"mailbox\nfull"
    assert not answer.permanent


@pytest.mark.parametrize(
    "line", [b"2.0.0", b"5.1", b"5.1.1x", b"5.1.1111 x", b"x5.1.1"]
)
def test_what_is_no_code_of_this_class_stays_text(line: bytes) -> None:
    answer = Reply(550, (line,)).answer()
    assert answer.enhanced is None
    assert answer.text.reveal() == line
