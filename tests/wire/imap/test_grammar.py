"""What cannot be written in a talk, or would make one tedious."""

import pytest

from glassine.wire.imap import replies
from glassine.wire.imap.commands import Fetch
from glassine.wire.imap.grammar.command import read_command
from glassine.wire.imap.grammar.scan import Malformed, Scanner
from glassine.wire.imap.replies import Reply
from glassine.wire.imap.sets import STAR, SequenceSet
from glassine.wire.imap.state import State


def refusal(written: bytes) -> Reply:
    with pytest.raises(Malformed) as caught:
        read_command(Scanner(b" " + written), State.SELECTED)
    return caught.value.reply


@pytest.mark.parametrize(
    "written",
    [
        b"SEARCH SUBJECT {2}\r\n\xff\xfe",  # a term that is no UTF-8
        b"SEARCH SUBJECT {9}\r\nshort",
        b'SEARCH MODSEQ "/flags/x" mine 7',
        b"SEARCH YOUNGER 0",
        b"FETCH 1 (PREVIEW (NOW))",
        b"FETCH 1 HEADER[1]",
        b"FETCH 1 FLAGS (SINCE 1)",
        b"UID FETCH 1 FLAGS (VANISHED)",  # RFC 7162 §3.2.6
        b"FETCH 1 BODY[1.]",
        b"FETCH 1 BODY[HEADER.FIELDS ()]",
        b"STATUS INBOX (WEATHER)",
        b"ID (" + b" ".join([b'"k" "v"'] * 31) + b")",  # RFC 2971 §3.3
    ],
)
def test_what_does_not_fit_is_a_syntax_error(written: bytes) -> None:
    assert refusal(written) == replies.SYNTAX


@pytest.mark.parametrize(
    "written",
    [b"CREATE {2}\r\na\0", b'CREATE "a\x01b"', b"CREATE &AAE-", b"CREATE \xff"],
)
def test_a_mailbox_name_holds_no_control_characters(written: bytes) -> None:
    assert refusal(written) in (replies.BAD_NAME, replies.SYNTAX)


def test_a_part_number_has_a_depth() -> None:
    deep = b".".join([b"1"] * 101)
    assert refusal(b"FETCH 1 BODY[%b]" % deep) == replies.NESTED_TOO_DEEP


def test_a_refusal_holds_nothing_of_what_was_read() -> None:
    with pytest.raises(Malformed) as caught:
        read_command(Scanner(b' LOGIN canary "'), State.NOT_AUTHENTICATED)
    assert caught.value.args == ()
    assert caught.value.__context__ is None


def test_a_long_set_is_read_whole() -> None:
    numbers = b",".join(b"%d:%d" % (n, n + 1) for n in range(1, 9_000, 3))
    command = read_command(Scanner(b" FETCH %b,9:* UID" % numbers), State.SELECTED)
    assert isinstance(command, Fetch)
    assert isinstance(command.numbers, SequenceSet)
    assert len(command.numbers.ranges) == 3_001
    assert command.numbers.ranges[-1] == (9, STAR)
