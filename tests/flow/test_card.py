"""The card: a head that is read alone, and no text form of any of it."""

import pytest

from glassine.flow.card import Card, Unreadable, decode, decode_marks, encode
from glassine.mail.structure import HeaderEnvelope, Part
from glassine.words.private import Message

CARD = Card(
    flags=frozenset({"\\Seen"}),
    keywords=frozenset({"apple"}),
    size=12,
    arrived=34,
    message_key=b"k" * 32,
    prefix=b"Received: x\r\n",
    root=Part(start=0, body=2, end=12, lines=1),
    envelope=HeaderEnvelope(subject=b"apples"),
    preview="have some",
)


def test_a_card_is_read_as_it_was_written() -> None:
    assert decode(encode(CARD)) == CARD


def test_its_head_is_read_alone() -> None:
    marks = decode_marks(encode(CARD))
    assert marks.flags == CARD.flags
    assert marks.keywords == CARD.keywords
    assert (marks.size, marks.moment) == (12, 34)
    assert repr(marks) == "<Marks>"


@pytest.mark.parametrize("content", [b"", b"\x90", b"\xc1", b"nonsense"])
def test_what_is_no_card_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(Message(content))
    with pytest.raises(Unreadable):
        decode_marks(Message(content))
