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
from glassine.wire.smtp.states import Verb
from glassine.wire.smtp.talk import Talk
from glassine.words.envelope import Envelope, Recipient, Sender
from glassine.words.public import HostName, NotPublic


def hello(talk: Talk, verb: Verb, rest: bytes) -> Iterator[Event]:
    """HELO, EHLO, LHLO. RFC 5321 §4.1.1.1, RFC 2033 §4.1"""
    if (verb is Verb.LHLO) is not (talk.dialect is Dialect.LMTP):
        yield from talk.refuse(verb, replies.UNKNOWN)
        return
    try:
        name = HostName(rest.decode("ascii"))
    except (UnicodeDecodeError, NotPublic):
        yield from talk.refuse(verb, replies.BAD_HELLO)
        return
    esmtp = verb is not Verb.HELO
    default = replies.hello(talk.hostname, talk.keywords() if esmtp else ())
    (reply,) = yield from talk.ask(Hello(name, esmtp, verb), default)
    if reply.positive:
        yield from talk.forget()
        talk.move(verb)
    talk.idle_commands += 1
    talk.say(reply)


def mail(talk: Talk, rest: bytes) -> Iterator[Event]:
    """MAIL. RFC 5321 §4.1.1.2"""
    if talk.transactions >= talk.limits.transactions:
        yield from talk.exceed(Excess.TRANSACTIONS, replies.TOO_MANY_TRANSACTIONS)
        return
    talk.transactions += 1  # whether it succeeds or not
    sender = _sender(talk, rest)
    if isinstance(sender, Reply):
        yield from talk.refuse(Verb.MAIL, sender)
        return
    (reply,) = yield from talk.ask(SenderGiven(sender), replies.SENDER_OK)
    if reply.positive:
        talk.envelope = Envelope(sender)
        talk.move(Verb.MAIL)
    talk.say(reply)


def rcpt(talk: Talk, rest: bytes) -> Iterator[Event]:
    """RCPT. RFC 5321 §4.1.1.3"""
    envelope = talk.envelope
    assert envelope is not None  # the table lets RCPT come after MAIL only
    if len(envelope.recipients) >= talk.limits.recipients:
        yield from talk.refuse(Verb.RCPT, replies.TOO_MANY_RECIPIENTS)
        return
    recipient = _recipient(talk, envelope, rest)
    if isinstance(recipient, Reply):
        yield from talk.refuse(Verb.RCPT, recipient)
        return
    event = RecipientGiven(recipient, envelope)
    (reply,) = yield from talk.ask(event, replies.RECIPIENT_OK)
    if reply.positive:
        envelope.recipients.append(recipient)
        talk.move(Verb.RCPT)
    talk.say(reply)


def rset(talk: Talk, rest: bytes) -> Iterator[Event]:
    """RSET. RFC 5321 §4.1.1.5"""
    if rest:
        yield from talk.refuse(Verb.RSET, replies.BAD_ARGUMENT)
        return
    yield from talk.forget()
    talk.move(Verb.RSET)
    talk.idle_commands += 1
    talk.say(replies.OK)


def aside(talk: Talk, reply: Reply) -> Iterator[Event]:
    """NOOP, VRFY, EXPN, HELP: an answer, and nothing changes. RFC 5321 §4.1.1.6-9"""
    talk.idle_commands += 1
    talk.say(reply)
    yield from ()


def quit_(talk: Talk, rest: bytes) -> Iterator[Event]:
    """QUIT. RFC 5321 §4.1.1.10"""
    if rest:
        yield from talk.refuse(Verb.QUIT, replies.BAD_ARGUMENT)
        return
    yield from talk.forget()
    talk.say(replies.BYE)


def starttls(talk: Talk, rest: bytes) -> Iterator[Event]:
    """STARTTLS. What was sent along with it in the clear is not heard. RFC 3207 §4"""
    if rest:
        yield from talk.refuse(Verb.STARTTLS, replies.BAD_ARGUMENT)
        return
    if talk.secure or not talk.offer.starttls:
        yield from talk.refuse(Verb.STARTTLS, replies.NOT_IMPLEMENTED)
        return
    (reply,) = yield from talk.ask(StartTls(), replies.READY_FOR_TLS)
    talk.say(reply)
    if not reply.positive:
        return
    talk.move(Verb.STARTTLS)
    if talk.lines:
        talk.erred()  # what came is dropped when the handshake is done
        yield Injected()


def _sender(talk: Talk, rest: bytes) -> Sender | Reply:
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
    if sender.require_tls and not talk.secure:
        return replies.UNKNOWN_PARAMETER  # it was not offered. RFC 8689 §2
    if sender.size is not None and sender.size > talk.limits.message:
        return replies.MESSAGE_TOO_BIG  # RFC 1870 §6.1
    return sender


def _recipient(talk: Talk, envelope: Envelope, rest: bytes) -> Recipient | Reply:
    try:
        path, words, foreign = forward_path(rest, talk.domain)
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
