"""What the engine promises its caller, beside what the talks show."""

import tracemalloc
from base64 import b64encode

import pytest

from glassine.wire.sasl.scram import OutOfTurn
from glassine.wire.sasl.steps import PasswordGiven, ScramAsked, TlsBinding
from glassine.wire.smtp import replies
from glassine.wire.smtp.events import (
    Arrived,
    Closing,
    EarlyTalker,
    Event,
    Hello,
    Injected,
    Part,
    Refused,
    StartTls,
    TooMany,
)
from glassine.wire.smtp.limits import Dialect, Limits, Offer
from glassine.wire.smtp.server import SmtpServer
from glassine.wire.smtp.talk import Unanswered
from glassine.words.private import Key
from glassine.words.public import AuthMethod, TransactionId, parse_address

TELLING = (Part, Refused, Injected, TooMany, Closing)


def server(offer: Offer | None = None, limits: Limits | None = None) -> SmtpServer:
    return SmtpServer(
        hostname="mx.example.org",
        dialect=Dialect.MX,
        limits=limits or Limits(),
        offer=offer or Offer(),
        nonce=lambda: "nonce",
    )


def say(engine: SmtpServer, data: bytes) -> list[Event]:
    """Feed, say yes to everything, and return what was heard."""
    heard = []
    for event in engine.receive(data):
        heard.append(event)
        if isinstance(event, Arrived):
            engine.answer(replies.OK)
        elif not isinstance(event, TELLING):
            engine.answer()
    return heard


def test_the_greeting_waits_for_the_caller() -> None:
    engine = server()
    assert engine.to_send() == b""
    engine.greet()
    assert engine.to_send() == b"220 mx.example.org ESMTP ready\r\n"
    assert engine.to_send() == b""


def test_what_an_early_talker_said_is_heard_after_the_greeting() -> None:
    engine = server()
    assert list(engine.receive(b"HELO a.")) == [EarlyTalker()]
    assert list(engine.receive(b"example\r\n")) == []
    engine.greet()
    assert [type(event) for event in say(engine, b"")] == [Hello]
    assert engine.to_send().endswith(b"250 mx.example.org\r\n")


def test_an_early_talker_who_does_not_stop_is_not_heard() -> None:
    engine = server(limits=Limits(command_line=10))
    heard = list(engine.receive(b"x" * 11))
    assert heard == [EarlyTalker(), Closing(replies.OUT_OF_STEP)]
    assert engine.closed


def test_who_is_not_welcome_is_told_in_place_of_a_greeting() -> None:
    engine = server()
    engine.close(replies.TOO_MANY_CONNECTIONS)
    assert engine.to_send() == b"421 4.7.0 too many connections from you\r\n"
    assert engine.closed
    assert list(engine.receive(b"HELO a.example\r\n")) == []


def test_the_caller_may_close_with_an_event_in_hand() -> None:
    engine = server()
    engine.greet()
    say(engine, b"HELO a.example\r\n")
    engine.to_send()
    events = engine.receive(b"MAIL FROM:<x@a.example>\r\nNOOP\r\n")
    next(events)
    engine.close(replies.IDLE_TOO_LONG)
    engine.answer()
    assert list(events) == [Closing(replies.IDLE_TOO_LONG)]
    assert engine.to_send() == bytes(replies.IDLE_TOO_LONG)


def test_the_engine_counts_for_the_log() -> None:
    engine = server()
    engine.greet()
    say(engine, b"HELO a.example\r\n")
    say(engine, b"MAIL FROM:<x@a.example>\r\n")
    assert (engine.errors, engine.transactions, engine.pipelined) == (0, 1, False)
    say(engine, b"NOOP\r\nEXPN staff\r\n")
    assert (engine.errors, engine.transactions, engine.pipelined) == (1, 1, True)


def test_an_event_that_asks_must_be_answered() -> None:
    engine = server()
    engine.greet()
    events = engine.receive(b"HELO a.example\r\n")
    next(events)
    with pytest.raises(Unanswered):
        next(events)


def test_an_event_is_answered_once() -> None:
    engine = server()
    engine.greet()
    with pytest.raises(Unanswered):
        engine.answer()
    next(engine.receive(b"HELO a.example\r\n"))
    engine.answer()
    with pytest.raises(Unanswered):
        engine.answer()


def test_a_message_must_be_answered_in_words() -> None:
    engine = server()
    engine.greet()
    say(engine, b"HELO a.example\r\nMAIL FROM:<x@a.example>\r\n")
    say(engine, b"RCPT TO:<y@example.org>\r\nDATA\r\n")
    events = engine.receive(b".\r\n")
    assert isinstance(next(events), Arrived)
    engine.answer()
    with pytest.raises(Unanswered):
        next(events)


def test_a_small_message_in_one_packet_is_one_part() -> None:
    engine = server()
    engine.greet()
    say(engine, b"HELO a.example\r\nMAIL FROM:<x@a.example>\r\n")
    say(engine, b"RCPT TO:<y@example.org>\r\nDATA\r\n")
    heard = say(engine, b"Subject: canary\r\n\r\n" + b"text\r\n" * 700 + b".\r\n")
    assert [type(event) for event in heard] == [Part, Arrived]


def test_half_a_command_behind_the_final_dot_is_remembered() -> None:
    engine = server()
    engine.greet()
    say(engine, b"HELO a.example\r\nMAIL FROM:<x@a.example>\r\n")
    say(engine, b"RCPT TO:<y@example.org>\r\nDATA\r\n")
    say(engine, b"hello\r\n.\r\nMAIL FROM:<boss@exam")
    engine.to_send()
    assert say(engine, b"ple.org>\r\n") == [Closing(replies.OUT_OF_STEP)]


def test_a_command_that_waited_for_the_reply_is_heard() -> None:
    engine = server()
    engine.greet()
    say(engine, b"HELO a.example\r\nMAIL FROM:<x@a.example>\r\n")
    say(engine, b"RCPT TO:<y@example.org>\r\nDATA\r\n")
    say(engine, b"hello\r\n.\r\n")
    engine.to_send()
    assert say(engine, b"NOOP\r\n") == []
    assert engine.to_send() == b"250 2.0.0 ok\r\n"


def test_a_long_message_passes_through_in_little_memory() -> None:
    engine = server()
    engine.greet()
    say(engine, b"HELO a.example\r\nMAIL FROM:<x@a.example>\r\n")
    say(engine, b"RCPT TO:<y@example.org>\r\nDATA\r\n")
    piece = b"x" * 78 + b"\r\n"
    tracemalloc.start()
    for _ in range(400):
        for event in engine.receive(piece * 100):
            assert isinstance(event, Part)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200_000


def test_nothing_said_in_the_clear_survives_the_handshake() -> None:
    engine = server(Offer(starttls=True))
    engine.greet()
    say(engine, b"EHLO a.example\r\n")
    heard = say(engine, b"STARTTLS\r\nMAIL FROM:<x@a.example>\r\n")
    assert heard == [StartTls(), Injected()]
    assert engine.awaits_tls
    assert list(engine.receive(b"NOOP\r\n")) == []
    engine.secured(None)
    assert not engine.awaits_tls
    heard = say(engine, b"MAIL FROM:<x@a.example>\r\n")
    assert [type(event) for event in heard] == [Refused]


def test_tls_may_come_before_the_greeting() -> None:
    engine = server(Offer(starttls=True))
    engine.secured(None)
    engine.greet()
    say(engine, b"EHLO a.example\r\n")
    assert b"STARTTLS" not in engine.to_send()


def test_a_login_does_not_survive_the_handshake() -> None:
    login = Offer(starttls=True, mechanisms=(AuthMethod.PLAIN,))
    engine = server(login)
    engine.greet()
    say(engine, b"EHLO a.example\r\n")
    plain = b"AUTH PLAIN " + b64encode(b"\0user\0pencil") + b"\r\n"
    events = engine.receive(plain)
    assert isinstance(next(events), PasswordGiven)
    engine.answer(replies.AUTHENTICATED)
    list(events)
    say(engine, b"STARTTLS\r\n")
    engine.secured(None)
    say(engine, b"EHLO a.example\r\n")
    assert isinstance(next(engine.receive(plain)), PasswordGiven)


def test_the_offer_may_change_between_commands() -> None:
    engine = server()
    engine.greet()
    say(engine, b"EHLO a.example\r\n")
    assert b"AUTH" not in engine.to_send()
    engine.offer(Offer(mechanisms=(AuthMethod.PLAIN, AuthMethod.LOGIN)))
    say(engine, b"EHLO a.example\r\n")
    assert engine.to_send().endswith(b"250 AUTH PLAIN LOGIN\r\n")


def test_binding_is_asked_for_only_where_it_is_offered() -> None:
    y = b"AUTH SCRAM-SHA-256 " + b64encode(b"y,,n=user,r=x") + b"\r\n"
    plus = (AuthMethod.SCRAM_SHA_256, AuthMethod.SCRAM_SHA_256_PLUS)
    for mechanisms, heard in [(plus[:1], ScramAsked), (plus, Refused)]:
        engine = server(Offer(mechanisms=mechanisms))
        engine.secured(TlsBinding(Key(b"exported")))
        engine.greet()
        say(engine, b"EHLO a.example\r\n")
        assert isinstance(next(engine.receive(y)), heard)


def test_salt_is_for_those_who_asked() -> None:
    with pytest.raises(OutOfTurn):
        server().give_salt(b"salt", 4096)


def test_replies_are_written_as_the_rfcs_say() -> None:
    lines = replies.hello("mx.example.org", ("PIPELINING", "SIZE 1"))
    wire = b"250-mx.example.org\r\n250-PIPELINING\r\n250 SIZE 1\r\n"
    assert bytes(lines) == wire
    assert bytes(replies.continuation("")) == b"334 \r\n"
    queued = replies.queued(TransactionId("C.1"))
    assert bytes(queued) == b"250 2.0.0 Message Queued (C.1)\r\n"
    saved = replies.saved(parse_address("ü@example.org"), TransactionId("C.1"))
    assert bytes(saved) == b"250 2.1.5 <?@example.org> Saved (C.1)\r\n"
