"""What our client promises its caller, beside what the talks show."""

import pytest

from glassine.wire.sasl.steps import TlsBinding
from glassine.wire.smtp.client.content import GATHERED
from glassine.wire.smtp.client.engine import SmtpClient
from glassine.wire.smtp.client.events import (
    ClientEvent,
    Closing,
    ContentWanted,
    Finished,
    Ready,
    TlsReady,
)
from glassine.wire.smtp.client.faults import Injected, NotSmtp
from glassine.wire.smtp.client.talk import Dialect
from glassine.wire.smtp.client.transaction import Transaction
from glassine.wire.smtp.phase import Phase
from glassine.words.envelope import Recipient, Sender
from glassine.words.private import Key, Message, Password
from glassine.words.public import HostName, parse_address

ANN = Recipient(parse_address("ann@example.org"))
BOB = Recipient(parse_address("bob@example.org"))
FROM = Sender(parse_address("x@a.example"))
OK = b"250 ok\r\n"


def letter(*to: Recipient, binary: bool = False) -> Transaction:
    """Return a transaction, to Ann unless said otherwise."""
    return Transaction(sender=FROM, recipients=to or (ANN,), size=10, binary=binary)


def client(*offers: str, dialect: Dialect = Dialect.SMTP) -> SmtpClient:
    """Return a client that has been greeted and was offered this."""
    engine = SmtpClient(dialect=dialect, hello=HostName("a.example"))
    hear(engine, b"220 mx.example.org\r\n")
    greet(engine, *offers)
    return engine


def greet(engine: SmtpClient, *offers: str) -> None:
    lines = "".join(f"250-{offer}\r\n" for offer in offers)
    (ready,) = hear(engine, f"250-mx.example.org\r\n{lines}250 HELP\r\n".encode())
    assert isinstance(ready, Ready)


def hear(engine: SmtpClient, data: bytes) -> list[ClientEvent]:
    """Send what is to be sent, and hear this."""
    engine.to_send()
    return list(engine.receive(data))


def in_content(*offers: str, to: tuple[Recipient, ...] = (ANN,)) -> SmtpClient:
    """Return a client of whom the server wants the message."""
    engine = client("PIPELINING", *offers)
    engine.begin(letter(*to))
    last = b"" if "CHUNKING" in offers else b"354 go on\r\n"
    assert hear(engine, OK * (1 + len(to)) + last) == [ContentWanted()]
    return engine


def phases(event: ClientEvent) -> list[tuple[int, Phase]]:
    """Return of each recipient what was said, in figures, and when."""
    assert isinstance(event, Finished)
    said = [(result.said, result.phase) for result in event.results]
    return [(0 if each is None else each.code, phase) for each, phase in said]


# Its pace


def test_all_that_may_go_together_goes_in_one_write() -> None:
    engine = client("PIPELINING")
    engine.begin(letter(ANN, BOB))
    assert engine.to_send().count(b"\r\n") == 4
    assert engine.to_send() == b""


def test_the_last_octets_and_the_end_are_one_write() -> None:
    engine = in_content()
    engine.to_send()
    engine.content(Message(b"hello\r\n"))
    assert engine.to_send() == b""
    engine.end()
    assert engine.to_send() == b"hello\r\n.\r\n"


def test_the_phase_tells_what_is_waited_for() -> None:
    engine = SmtpClient(dialect=Dialect.SMTP, hello=HostName("a.example"))
    seen = [engine.phase]
    hear(engine, b"220 hi\r\n")
    seen.append(engine.phase)
    greet(engine, "STARTTLS")
    engine.start_tls()
    seen.append(engine.phase)
    hear(engine, b"220 go\r\n")
    engine.secured()
    greet(engine, "AUTH PLAIN")
    engine.log_in("ann", Password(b"pencil"))
    seen.append(engine.phase)
    hear(engine, b"235 ok\r\n")
    engine.begin(letter())
    for said in (OK, OK, b"354 go on\r\n"):
        seen.append(engine.phase)
        hear(engine, said)
    seen.append(engine.phase)
    engine.end()
    seen.append(engine.phase)
    assert seen == [*[*Phase][:7], Phase.DATA, Phase.DOT]


def test_an_answer_to_what_was_not_sent_is_none() -> None:
    engine = client("PIPELINING")
    engine.begin(letter())
    with pytest.raises(NotSmtp):
        list(engine.receive(OK))


# What it may be asked, and when


def test_a_caller_may_go_on_from_within_an_event() -> None:
    engine = client("PIPELINING")
    engine.begin(letter())
    engine.to_send()
    for event in engine.receive(OK + OK + b"354 go on\r\n"):
        assert event == ContentWanted()
        engine.content(Message(b"one\r\n"))
        engine.end()
    engine.to_send()
    for event in engine.receive(OK):
        assert isinstance(event, Finished)
        engine.begin(letter(BOB))
    assert engine.to_send().startswith(b"MAIL FROM:<x@a.example>\r\nRCPT TO:<bob@")


def test_one_transaction_after_the_other() -> None:
    engine = client("PIPELINING")
    assert engine.ready
    engine.begin(letter())
    assert not engine.ready
    with pytest.raises(AssertionError):
        engine.begin(letter())


def test_no_more_transactions_than_the_server_wants() -> None:
    engine = client("LIMITS MAILMAX=2")
    for _ in range(2):
        assert engine.ready
        engine.begin(letter())
        hear(engine, b"550 no\r\n")
    assert not engine.ready
    engine.quit()
    assert engine.to_send() == b"QUIT\r\n"


def test_a_message_that_cannot_go_is_no_transaction() -> None:
    engine = client("LIMITS MAILMAX=1")
    assert engine.begin(letter(binary=True)) is not None
    assert engine.to_send() == b""
    assert engine.ready


@pytest.mark.parametrize("verb", ["start_tls", "secured"])
def test_a_verb_out_of_turn_is_refused(verb: str) -> None:
    engine = in_content()
    out_of_turn = {
        "start_tls": engine.start_tls,
        "secured": engine.secured,
    }
    with pytest.raises(AssertionError):
        out_of_turn[verb]()


def test_content_that_nobody_wants_is_dropped() -> None:
    engine = client()
    engine.content(Message(b"x"))
    engine.end()
    engine.begin(letter())
    engine.content(Message(b"x"))
    engine.end()
    assert engine.to_send() == b"MAIL FROM:<x@a.example>\r\n"


# TLS


def test_octets_that_come_before_the_handshake_are_an_injection() -> None:
    engine = client("STARTTLS")
    engine.start_tls()
    assert hear(engine, b"220 go\r\n") == [TlsReady()]
    with pytest.raises(Injected):
        hear(engine, b"2")


def test_half_a_reply_behind_the_220_is_an_injection() -> None:
    engine = client("STARTTLS")
    engine.start_tls()
    with pytest.raises(Injected):
        hear(engine, b"220 go\r\n250-x")


def test_tls_forgets_what_was_offered_and_what_was_open() -> None:
    engine = client("PIPELINING", "STARTTLS")
    engine.begin(letter())
    hear(engine, OK + b"550 no\r\n503 no\r\n")
    engine.start_tls()
    hear(engine, b"220 go\r\n")
    engine.secured(TlsBinding(Key(b"exported")))
    assert not engine.extensions.pipelining
    assert engine.to_send() == b"EHLO a.example\r\n"
    greet(engine)
    engine.begin(letter())
    assert engine.to_send().startswith(b"MAIL")


def test_a_bound_login_is_preferred() -> None:
    engine = SmtpClient(dialect=Dialect.SMTP, hello=HostName("a.example"))
    engine.secured(TlsBinding(Key(b"exported")))
    hear(engine, b"220 hi\r\n")
    greet(engine, "AUTH PLAIN SCRAM-SHA-256 SCRAM-SHA-256-PLUS")
    engine.log_in("ann", Password(b"pencil"))
    assert engine.to_send().startswith(b"AUTH SCRAM-SHA-256-PLUS cD10bHMt")  # p=tls-


# Chunks


def test_large_messages_go_in_chunks_at_once() -> None:
    engine = in_content("CHUNKING")
    for _ in range(3):
        engine.content(Message(b"x" * GATHERED))
    engine.end()
    sent = engine.to_send()
    assert sent.count(b"BDAT 65536\r\n") == 2
    assert b"BDAT 65536 LAST\r\n" in sent
    assert list(engine.receive(OK + OK)) == []
    (finished,) = engine.receive(OK)
    assert phases(finished) == [(250, Phase.DOT)]


def test_chunks_wait_for_each_other_where_they_must() -> None:
    engine = client("CHUNKING", "BINARYMIME")
    engine.begin(letter(binary=True))
    hear(engine, OK)
    assert hear(engine, OK) == [ContentWanted()]
    for _ in range(2):
        engine.content(Message(b"\n" * GATHERED))
    engine.end()
    assert engine.to_send().startswith(b"BDAT 65536\r\n")
    assert hear(engine, OK) == []
    assert engine.to_send().startswith(b"BDAT 65536 LAST\r\n")
    (finished,) = hear(engine, OK)
    assert phases(finished) == [(250, Phase.DOT)]


def test_a_chunk_refused_is_the_end_of_the_message_and_of_the_connection() -> None:
    engine = in_content("CHUNKING")
    for _ in range(2):
        engine.content(Message(b"x" * GATHERED))
    (finished,) = hear(engine, b"552 5.3.4 too big\r\n")
    assert phases(finished) == [(552, Phase.DATA)]
    assert not engine.ready
    engine.content(Message(b"more"))
    engine.end()
    engine.quit()
    assert engine.to_send() == b"QUIT\r\n"
    assert hear(engine, b"503 what\r\n") != []


def test_answers_to_what_followed_a_refused_chunk_mean_nothing() -> None:
    engine = in_content("CHUNKING")
    for _ in range(2):
        engine.content(Message(b"x" * GATHERED))
    engine.end()
    (finished,) = hear(engine, b"452 4.3.1 full\r\n")
    assert phases(finished) == [(452, Phase.DATA)]
    assert hear(engine, b"503 no chunk before\r\n" + OK) == []


def test_before_the_first_chunk_the_server_has_the_time_that_data_takes() -> None:
    assert in_content("CHUNKING").phase is Phase.DATA


# How it ends


def test_what_was_left_open_is_not_forgotten_over_a_message_that_cannot_go() -> None:
    engine = client("PIPELINING")
    engine.begin(letter())
    hear(engine, OK + b"550 no\r\n503 no\r\n")
    assert engine.begin(letter(binary=True)) is not None
    engine.begin(letter())
    assert engine.to_send().startswith(b"RSET\r\nMAIL")


def test_after_a_lone_dot_lmtp_is_no_longer_spoken() -> None:
    engine = client("PIPELINING", dialect=Dialect.LMTP)
    engine.begin(letter())
    hear(engine, OK + b"550 no\r\n354 go on\r\n")
    assert engine.to_send() == b".\r\n"
    assert not engine.ready


def test_what_is_cut_after_the_last_chunk_may_have_been_taken() -> None:
    engine = in_content("CHUNKING")
    for _ in range(2):
        engine.content(Message(b"x" * GATHERED))
    assert engine.phase is Phase.DATA
    engine.end()
    engine.end()  # for good measure
    assert engine.to_send().count(b"LAST") == 1
    lost = engine.lost()
    assert lost is not None
    assert phases(lost) == [(0, Phase.DOT)]


def test_after_the_end_nothing_is_heard() -> None:
    engine = client()
    (closing,) = hear(engine, b"421 bye\r\n250 and more\r\n")
    assert isinstance(closing, Closing)
    assert hear(engine, b"garbage\r\n") == []
    assert not engine.ready
    assert engine.lost() is None


def test_what_is_no_smtp_is_told_once() -> None:
    engine = client()
    with pytest.raises(NotSmtp):
        hear(engine, b"garbage\r\n")
    assert hear(engine, b"garbage\r\n") == []


def test_quit_is_answered_however_it_likes() -> None:
    engine = client()
    engine.quit()
    (closing,) = hear(engine, b"500 what\r\n")
    assert isinstance(closing, Closing)


def test_each_of_many_recipients_has_an_outcome() -> None:
    many = [Recipient(parse_address(f"{n}@example.org")) for n in range(1000)]
    engine = client("PIPELINING")
    engine.begin(letter(*many))
    said = engine.to_send()
    assert said.count(b"RCPT") == 1000
    (finished,) = engine.receive(OK + b"550 no\r\n" * 1000 + b"503 no\r\n")
    assert phases(finished) == [(550, Phase.RCPT)] * 1000
