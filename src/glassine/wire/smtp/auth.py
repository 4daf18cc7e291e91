"""AUTH: a SASL exchange inside SMTP. RFC 4954

Nothing of the dialogue is kept or said back, and no event but those that carry
private words holds any of it.
"""

from base64 import b64encode
from collections.abc import Iterator
from typing import assert_never

from glassine.wire.sasl.exchange import Cancelled, begin, decode, decode_initial
from glassine.wire.sasl.steps import (
    Challenge,
    Denied,
    Malformed,
    PasswordGiven,
    ScramAsked,
    ScramDone,
    ScramProof,
    TlsBinding,
)
from glassine.wire.smtp import replies
from glassine.wire.smtp.events import Event, Excess
from glassine.wire.smtp.replies import Reply
from glassine.wire.smtp.states import State, Verb
from glassine.wire.smtp.talk import Talk
from glassine.words.public import AuthMethod


def auth(talk: Talk, rest: bytes) -> Iterator[Event]:
    """AUTH mechanism [initial-response]. RFC 4954 §4"""
    name, _, initial = rest.partition(b" ")
    method = _method(talk, name)
    if isinstance(method, Reply):
        yield from talk.refuse(Verb.AUTH, method)
        return
    response = decode_initial(initial) if initial else None
    talk.exchange = begin(method, _binding(talk), talk.nonce)
    yield from _step(talk, response)


def dialogue(talk: Talk, line: bytes) -> Iterator[Event]:
    """Take one response of the exchange."""
    response = decode(line)
    if isinstance(response, Cancelled):
        yield from fail(talk, replies.CANCELLED)
    else:
        yield from _step(talk, response)


def fail(talk: Talk, reply: Reply) -> Iterator[Event]:
    """End the exchange without a login, on our own account."""
    _leave(talk)
    yield from talk.refuse(Verb.AUTH, reply)


def continuation(challenge: Challenge) -> Reply:
    """Return the 334 that carries a challenge."""
    return replies.continuation(b64encode(challenge.data).decode("ascii"))


def _method(talk: Talk, name: bytes) -> AuthMethod | Reply:
    if talk.authenticated:
        return replies.OUT_OF_ORDER  # RFC 4954 §4
    if not talk.offer.mechanisms:
        in_the_clear = talk.offer.starttls and not talk.secure
        wanted = replies.ENCRYPTION_REQUIRED_FOR_AUTH
        return wanted if in_the_clear else replies.NOT_IMPLEMENTED
    for method in talk.offer.mechanisms:
        if name.upper() == method.encode("ascii"):
            return method
    return replies.NO_SUCH_MECHANISM


def _binding(talk: Talk) -> TlsBinding | None:
    """Return the binding where we offer it; SCRAM then distrusts the flag `y`."""
    plus = AuthMethod.SCRAM_SHA_256_PLUS in talk.offer.mechanisms
    return talk.binding if plus else None


def _step(talk: Talk, response: bytes | Malformed | None) -> Iterator[Event]:
    assert talk.exchange is not None  # by the state
    if isinstance(response, Malformed):
        yield from fail(talk, replies.BAD_RESPONSE)
        return
    step = talk.exchange.step(response)
    match step:
        case Challenge():
            talk.state = State.AUTH
            talk.say(continuation(step))
        case Malformed():
            yield from fail(talk, replies.BAD_RESPONSE)
        case Denied():
            yield from fail(talk, replies.AUTH_FAILED)
            yield from _count_failure(talk)
        case PasswordGiven() | ScramAsked() | ScramProof() | ScramDone():
            yield from _ask(talk, step)
        case _:
            assert_never(step)


def _ask(
    talk: Talk, step: PasswordGiven | ScramAsked | ScramProof | ScramDone
) -> Iterator[Event]:
    (reply,) = yield from talk.ask(step)
    if reply.code == 334:
        talk.state = State.AUTH
        talk.say(reply)
        return
    _leave(talk)
    talk.authenticated = reply.code == 235
    talk.say(reply)
    if not talk.authenticated:
        yield from _count_failure(talk)


def _leave(talk: Talk) -> None:
    talk.exchange = None
    talk.state = State.READY


def _count_failure(talk: Talk) -> Iterator[Event]:
    talk.auth_failures += 1
    if talk.auth_failures >= talk.limits.auth_failures:
        yield from talk.exceed(Excess.AUTH_FAILURES, replies.TOO_MANY_AUTH_FAILURES)
