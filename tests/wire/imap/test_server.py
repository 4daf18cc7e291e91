"""What a caller can tell the engine between two events."""

import tracemalloc

from glassine.wire.imap import commands, replies
from glassine.wire.imap.events import (
    AppendBegun,
    AppendEnded,
    AppendPart,
    AppendWhole,
    BadCommand,
    CommandRead,
    HangUp,
)
from glassine.wire.imap.limits import Limits
from glassine.wire.imap.server import ImapServer
from glassine.wire.imap.state import State


def logged_in(limits: Limits | None = None) -> ImapServer:
    engine = ImapServer(limits=limits or Limits())
    engine.enter(State.AUTHENTICATED)
    return engine


def test_what_was_buffered_before_tls_is_forgotten() -> None:
    """RFC 9051 §6.2.1: an injected command must not run inside TLS."""
    engine = ImapServer(limits=Limits())
    read = []
    for event in engine.receive(b"a1 STARTTLS\r\na2 LOGIN mallory x\r\na3 NO"):
        read.append(event)
        engine.secured()
    assert read == [CommandRead(b"a1", commands.StartTls())]
    assert list(engine.receive(b"OP\r\n")) == [BadCommand(None, replies.SYNTAX)]


def test_pipelined_commands_see_what_those_before_them_did() -> None:
    engine = logged_in()
    for event in engine.receive(b"a SELECT INBOX\r\nb CHECK\r\nc CLOSE\r\nd CHECK\r\n"):
        match event:
            case CommandRead(_, commands.Select()):
                engine.enter(State.SELECTED)
            case CommandRead(_, commands.Close()):
                engine.enter(State.AUTHENTICATED)
            case CommandRead(tag, commands.Check()):
                assert tag == b"b"
            case _:
                assert event == BadCommand(b"d", replies.SELECT_FIRST)


def test_bytes_left_over_wait_for_the_caller_to_come_back() -> None:
    engine = logged_in()
    first = next(engine.receive(b"a1 NOOP\r\na2 NOOP\r\n"))
    assert first == CommandRead(b"a1", commands.Noop())
    assert list(engine.receive(b"")) == [CommandRead(b"a2", commands.Noop())]


def test_a_bare_newline_ends_no_line() -> None:
    engine = logged_in()
    assert list(engine.receive(b"a1 NOOP\na2 NOOP\n")) == []
    assert list(engine.receive(b"\r\n")) == [BadCommand(b"a1", replies.STRAY)]


def test_nul_is_refused_in_lines_and_in_literals() -> None:
    engine = logged_in()
    refused = [BadCommand(b"a", replies.STRAY)]
    assert list(engine.receive(b"a SELECT x\0\r\n")) == refused
    assert list(engine.receive(b"a SELECT {2+}\r\nx\0\r\n")) == refused


def test_nothing_is_read_after_hanging_up() -> None:
    engine = logged_in(Limits(command=20))
    assert list(engine.receive(b"x" * 30)) == [HangUp(replies.BYE_TOO_LONG)]
    assert list(engine.receive(b"\r\na1 NOOP\r\n")) == []
    assert engine.state is State.LOGOUT


def test_a_large_message_streams_through_in_the_buffers_it_came_in() -> None:
    engine, part, count = logged_in(), b"x" * 65_536, 800
    head = b"a APPEND INBOX {%d+}\r\n" % (len(part) * count)
    (begun,) = engine.receive(head)
    assert isinstance(begun, AppendBegun)
    tracemalloc.start()
    for _ in range(count - 1):
        (event,) = engine.receive(part)
        assert isinstance(event, AppendPart)
        assert len(event.data) == len(part)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
    last = list(engine.receive(part + b"\r\n"))
    assert last[1:] == [AppendWhole(), AppendEnded(b"a")]


def test_the_limit_is_lower_before_login() -> None:
    line = b"a ID (%b)\r\n" % (b'"k" "' + b"v" * 50 + b'"')
    engine = ImapServer(limits=Limits(before_login=40))
    assert list(engine.receive(line)) == [HangUp(replies.BYE_TOO_LONG)]
    assert len(list(logged_in().receive(line))) == 1


def test_what_follows_a_refused_literal_is_bounded_like_any_line() -> None:
    """The literal goes by as it comes, but a line is kept until it ends."""
    engine = ImapServer(limits=Limits(before_login=40))
    assert list(engine.receive(b"a LOGIN {50+}\r\n" + b"x" * 50)) == [
        BadCommand(b"a", replies.COMMAND_TOO_LONG)
    ]
    assert list(engine.receive(b"y" * 50)) == [HangUp(replies.BYE_TOO_LONG)]
