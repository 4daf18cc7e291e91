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
from glassine.wire.smtp.session import Session
from glassine.wire.smtp.states import State, Verb
from glassine.words.public import AuthMethod


def auth(session: Session, rest: bytes) -> Iterator[Event]:
    """AUTH mechanism [initial-response]. RFC 4954 §4"""
    name, _, initial = rest.partition(b" ")
    method = _method(session, name)
    if isinstance(method, Reply):
        yield from session.refuse(Verb.AUTH, method)
        return
    response = decode_initial(initial) if initial else None
    session.exchange = begin(method, _binding(session), session.nonce)
    yield from _step(session, response)


def dialogue(session: Session, line: bytes) -> Iterator[Event]:
    """Take one response of the exchange."""
    response = decode(line)
    if isinstance(response, Cancelled):
        yield from fail(session, replies.CANCELLED)
    else:
        yield from _step(session, response)


def fail(session: Session, reply: Reply) -> Iterator[Event]:
    """End the exchange without a login, on our own account."""
    _leave(session)
    yield from session.refuse(Verb.AUTH, reply)


def continuation(challenge: Challenge) -> Reply:
    """Return the 334 that carries a challenge."""
    return replies.continuation(b64encode(challenge.data).decode("ascii"))


def _method(session: Session, name: bytes) -> AuthMethod | Reply:
    if session.authenticated:
        return replies.OUT_OF_ORDER  # RFC 4954 §4
    if not session.offer.mechanisms:
        in_the_clear = session.offer.starttls and not session.secure
        wanted = replies.ENCRYPTION_REQUIRED_FOR_AUTH
        return wanted if in_the_clear else replies.NOT_IMPLEMENTED
    for method in session.offer.mechanisms:
        if name.upper() == method.encode("ascii"):
            return method
    return replies.NO_SUCH_MECHANISM


def _binding(session: Session) -> TlsBinding | None:
    """Return the binding where we offer it; SCRAM then distrusts the flag `y`."""
    plus = AuthMethod.SCRAM_SHA_256_PLUS in session.offer.mechanisms
    return session.binding if plus else None


def _step(session: Session, response: bytes | Malformed | None) -> Iterator[Event]:
    assert session.exchange is not None  # by the state
    if isinstance(response, Malformed):
        yield from fail(session, replies.BAD_RESPONSE)
        return
    step = session.exchange.step(response)
    match step:
        case Challenge():
            session.state = State.AUTH
            session.say(continuation(step))
        case Malformed():
            yield from fail(session, replies.BAD_RESPONSE)
        case Denied():
            yield from fail(session, replies.AUTH_FAILED)
            yield from _count_failure(session)
        case PasswordGiven() | ScramAsked() | ScramProof() | ScramDone():
            yield from _ask(session, step)
        case _:
            assert_never(step)


def _ask(
    session: Session, step: PasswordGiven | ScramAsked | ScramProof | ScramDone
) -> Iterator[Event]:
    (reply,) = yield from session.ask(step)
    if reply.code == 334:
        session.state = State.AUTH
        session.say(reply)
        return
    _leave(session)
    session.authenticated = reply.code == 235
    session.say(reply)
    if not session.authenticated:
        yield from _count_failure(session)


def _leave(session: Session) -> None:
    session.exchange = None
    session.state = State.READY


def _count_failure(session: Session) -> Iterator[Event]:
    session.auth_failures += 1
    if session.auth_failures >= session.limits.auth_failures:
        yield from session.exceed(Excess.AUTH_FAILURES, replies.TOO_MANY_AUTH_FAILURES)
