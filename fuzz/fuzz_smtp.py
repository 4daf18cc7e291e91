"""Throw octets at the SMTP engine; nothing may escape it, and it may not forget itself.

The first octet chooses dialect and packets, the rest is what the client says.
"""

from glassine.wire.sasl.steps import PasswordGiven, ScramAsked, ScramDone, ScramProof
from glassine.wire.smtp import replies
from glassine.wire.smtp.events import (
    Arrived,
    DataWanted,
    Event,
    Hello,
    Part,
    RecipientGiven,
    SenderGiven,
    StartTls,
)
from glassine.wire.smtp.limits import Dialect, Limits, Offer
from glassine.wire.smtp.server import SmtpServer
from glassine.words.public import AuthMethod

LIMITS = Limits(command_line=200, text_line=100, message=400, recipients=3)
OFFER = Offer(starttls=True, mechanisms=tuple(AuthMethod))
CODES = frozenset(b"2345")


def one(data: bytes) -> None:
    """Hold one session."""
    choice, said = (data[0], data[1:]) if data else (0, b"")
    engine = SmtpServer(
        hostname="mx.example.org",
        dialect=list(Dialect)[choice % 3],
        limits=LIMITS,
        offer=OFFER,
        nonce=lambda: "nonce",
    )
    engine.greet()
    step = 1 + choice // 3 % 40
    sent = engine.to_send()
    for start in range(0, len(said), step):
        for event in engine.receive(said[start : start + step]):
            _answer(engine, event)
        sent += engine.to_send()
        if engine.awaits_tls:
            engine.secured(None)
    _check(sent)


def _answer(engine: SmtpServer, event: Event) -> None:
    match event:
        case Part(message):
            assert 0 < len(message) <= LIMITS.message
        case Arrived(envelope, size):
            assert size <= LIMITS.message
            assert 0 < len(envelope.recipients) <= LIMITS.recipients
            engine.answer(*_verdicts(engine, len(envelope.recipients)))
        case PasswordGiven() | ScramDone():
            engine.answer(replies.AUTHENTICATED)
        case ScramAsked():
            engine.give_salt(b"salt", 4096)
        case ScramProof():
            engine.give_signature(b"signature")
        case Hello() | SenderGiven() | RecipientGiven() | DataWanted() | StartTls():
            engine.answer()


def _verdicts(engine: SmtpServer, recipients: int) -> list[replies.Reply]:
    each = engine.dialect is Dialect.LMTP
    return [replies.OK] * (recipients if each else 1)


def _check(sent: bytes) -> None:
    """Every line sent is a reply; none holds what the client made up."""
    assert sent.endswith(b"\r\n")
    for line in sent.removesuffix(b"\r\n").split(b"\r\n"):
        assert line[0] in CODES
        assert line[:3].isdigit()
        assert line[3:4] in (b" ", b"-")
        assert b"\n" not in line
        assert b"\r" not in line
