"""The commands of one line: greeting, sender, recipient, and the small ones."""

from collections.abc import Iterator

from glassine.wire.smtp import parameters, replies
from glassine.wire.smtp.events import (
    Event,
    Excess,
    Hello,
    Injected,
    RecipientGiven,
    SenderGiven,
    StartTls,
)
from glassine.wire.smtp.limits import Dialect
from glassine.wire.smtp.parameters import BadParameter, UnknownParameter
from glassine.wire.smtp.paths import BadPath, forward_path, reverse_path
from glassine.wire.smtp.replies import Reply
from glassine.wire.smtp.session import Session
from glassine.wire.smtp.states import Verb
from glassine.words.envelope import Envelope, Recipient, Sender
from glassine.words.public import HostName, NotPublic


def hello(session: Session, verb: Verb, rest: bytes) -> Iterator[Event]:
    """HELO, EHLO, LHLO. RFC 5321 §4.1.1.1, RFC 2033 §4.1"""
    if (verb is Verb.LHLO) is not (session.dialect is Dialect.LMTP):
        yield from session.refuse(verb, replies.UNKNOWN)
        return
    try:
        name = HostName(rest.decode("ascii"))
    except (UnicodeDecodeError, NotPublic):
        yield from session.refuse(verb, replies.BAD_HELLO)
        return
    esmtp = verb is not Verb.HELO
    default = replies.hello(session.hostname, session.keywords() if esmtp else ())
    (reply,) = yield from session.ask(Hello(name, esmtp, verb), default)
    if reply.positive:
        yield from session.forget()
        session.move(verb)
    session.idle_commands += 1
    session.say(reply)


def mail(session: Session, rest: bytes) -> Iterator[Event]:
    """MAIL. RFC 5321 §4.1.1.2"""
    if session.transactions >= session.limits.transactions:
        yield from session.exceed(Excess.TRANSACTIONS, replies.TOO_MANY_TRANSACTIONS)
        return
    session.transactions += 1  # whether it succeeds or not
    sender = _sender(session, rest)
    if isinstance(sender, Reply):
        yield from session.refuse(Verb.MAIL, sender)
        return
    (reply,) = yield from session.ask(SenderGiven(sender), replies.SENDER_OK)
    if reply.positive:
        session.envelope = Envelope(sender)
        session.move(Verb.MAIL)
    session.say(reply)


def rcpt(session: Session, rest: bytes) -> Iterator[Event]:
    """RCPT. RFC 5321 §4.1.1.3"""
    envelope = session.envelope
    assert envelope is not None  # the table lets RCPT come after MAIL only
    if len(envelope.recipients) >= session.limits.recipients:
        yield from session.refuse(Verb.RCPT, replies.TOO_MANY_RECIPIENTS)
        return
    recipient = _recipient(session, envelope, rest)
    if isinstance(recipient, Reply):
        yield from session.refuse(Verb.RCPT, recipient)
        return
    event = RecipientGiven(recipient, envelope)
    (reply,) = yield from session.ask(event, replies.RECIPIENT_OK)
    if reply.positive:
        envelope.recipients.append(recipient)
        session.move(Verb.RCPT)
    session.say(reply)


def rset(session: Session, rest: bytes) -> Iterator[Event]:
    """RSET. RFC 5321 §4.1.1.5"""
    if rest:
        yield from session.refuse(Verb.RSET, replies.BAD_ARGUMENT)
        return
    yield from session.forget()
    session.move(Verb.RSET)
    session.idle_commands += 1
    session.say(replies.OK)


def aside(session: Session, reply: Reply) -> Iterator[Event]:
    """NOOP, VRFY, EXPN, HELP: an answer, and nothing changes. RFC 5321 §4.1.1.6-9"""
    session.idle_commands += 1
    session.say(reply)
    yield from ()


def quit_(session: Session, rest: bytes) -> Iterator[Event]:
    """QUIT. RFC 5321 §4.1.1.10"""
    if rest:
        yield from session.refuse(Verb.QUIT, replies.BAD_ARGUMENT)
        return
    yield from session.forget()
    session.say(replies.BYE)


def starttls(session: Session, rest: bytes) -> Iterator[Event]:
    """STARTTLS. What was sent along with it in the clear is not heard. RFC 3207 §4"""
    if rest:
        yield from session.refuse(Verb.STARTTLS, replies.BAD_ARGUMENT)
        return
    if session.secure or not session.offer.starttls:
        yield from session.refuse(Verb.STARTTLS, replies.NOT_IMPLEMENTED)
        return
    (reply,) = yield from session.ask(StartTls(), replies.READY_FOR_TLS)
    session.say(reply)
    if not reply.positive:
        return
    session.move(Verb.STARTTLS)
    if session.lines:
        session.erred()  # what came is dropped when the handshake is done
        yield Injected()


def _sender(session: Session, rest: bytes) -> Sender | Reply:
    try:
        path, words, foreign = reverse_path(rest)
        sender = parameters.sender(path, words)
    except BadPath:
        return replies.BAD_PATH
    except BadParameter:
        return replies.BAD_PARAMETER
    except UnknownParameter:
        return replies.UNKNOWN_PARAMETER
    if foreign and not sender.utf8:
        return replies.UTF8_NEEDED
    if sender.require_tls and not session.secure:
        return replies.UNKNOWN_PARAMETER  # it was not offered. RFC 8689 §2
    if sender.size is not None and sender.size > session.limits.message:
        return replies.MESSAGE_TOO_BIG  # RFC 1870 §6.1
    return sender


def _recipient(session: Session, envelope: Envelope, rest: bytes) -> Recipient | Reply:
    try:
        path, words, foreign = forward_path(rest, session.domain)
        recipient = parameters.recipient(path, words)
    except BadPath:
        return replies.BAD_FORWARD_PATH
    except BadParameter:
        return replies.BAD_PARAMETER
    except UnknownParameter:
        return replies.UNKNOWN_PARAMETER
    if foreign and not envelope.sender.utf8:
        return replies.UTF8_NEEDED
    return recipient
