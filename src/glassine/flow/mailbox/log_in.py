"""LOGIN and AUTHENTICATE: who is there. RFC 9051 §6.2.2, §6.2.3

Neither is offered in the clear, except to networks that the operator has named.
"""

from base64 import urlsafe_b64encode
from dataclasses import replace
from typing import assert_never

from glassine.events.steps import Authenticated
from glassine.flow import peer
from glassine.flow.authenticate import mechanisms
from glassine.flow.login import Client, Entry, Refusal
from glassine.flow.mailbox.desk import MailboxDesk
from glassine.flow.mailbox.session import Session
from glassine.flow.rejects import make_room
from glassine.wire.imap import replies
from glassine.wire.imap.capabilities import capabilities
from glassine.wire.imap.commands import Authenticate, Login
from glassine.wire.imap.replies import Reply
from glassine.wire.imap.write import codes
from glassine.wire.sasl.exchange import (
    Cancelled,
    Exchange,
    begin,
    decode,
    decode_initial,
)
from glassine.wire.sasl.scram import Scram
from glassine.wire.sasl.steps import (
    Challenge,
    Denied,
    Malformed,
    PasswordGiven,
    ScramAsked,
    ScramDone,
    ScramProof,
)
from glassine.words.private import Password
from glassine.words.public import AuthMethod

MOST_FAILURES = 5  # of one connection; each takes longer than the one before
NONCE = 18  # random octets


def offered(desk: MailboxDesk, session: Session) -> tuple[bytes, ...]:
    """Return the capabilities to tell this client now."""
    bound = session.binding is not None
    safe = may_log_in(desk, session)
    return capabilities(
        session.state,
        tls=session.tls,
        passwords=safe,
        mechanisms=[name.encode() for name in mechanisms(bound=bound)] if safe else (),
    )


def may_log_in(desk: MailboxDesk, session: Session) -> bool:
    """Tell whether a password may be sent over this connection."""
    return session.tls or desk.policy.may_log_in_plainly(session.remote.ip)


async def log_in(desk: MailboxDesk, session: Session, command: Login) -> Reply:
    """Answer LOGIN."""
    if not may_log_in(desk, session):
        return replies.NEEDS_TLS
    given = PasswordGiven(command.user, command.password, AuthMethod.LOGIN)
    return await _by_password(desk, session, given)


async def authenticate(
    desk: MailboxDesk, session: Session, command: Authenticate
) -> Reply | Challenge:
    """Begin a SASL exchange."""
    if not may_log_in(desk, session):
        return replies.NEEDS_TLS
    method, binding = command.mechanism, session.binding
    if method is None or method not in mechanisms(bound=binding is not None):
        return replies.NO_SUCH_MECHANISM
    session.exchange = begin(
        method, binding, lambda: urlsafe_b64encode(desk.chance(NONCE)).decode()
    )
    if command.initial is None:
        return await _step(desk, session, None)
    response = decode_initial(command.initial.reveal())
    return await _respond(desk, session, response)


async def respond(
    desk: MailboxDesk, session: Session, line: Password
) -> Reply | Challenge:
    """Take the client's next response."""
    return await _respond(desk, session, decode(line.reveal()))


async def _respond(
    desk: MailboxDesk, session: Session, response: bytes | Cancelled | Malformed
) -> Reply | Challenge:
    match response:
        case Cancelled():
            session.exchange = None
            return replies.CANCELLED
        case Malformed():
            session.exchange = None
            return replies.SYNTAX
    return await _step(desk, session, response)


async def _step(
    desk: MailboxDesk, session: Session, response: bytes | None
) -> Reply | Challenge:
    exchange = session.exchange
    assert exchange is not None  # a response is only expected during one
    step = exchange.step(response)
    match step:
        case Challenge():
            return step
        case ScramAsked(user):
            salt = await desk.login.salt(user)
            return _scram(exchange).salted(salt.salt, salt.iterations)
        case ScramProof():
            return await _by_proof(desk, session, _scram(exchange), step)
    session.exchange = None
    match step:
        case Malformed():
            return replies.SYNTAX
        case Denied():
            return _failed(session)
        case PasswordGiven():
            return await _by_password(desk, session, step)
        case ScramDone():
            assert session.proven is not None and session.method is not None
            return await _welcome(desk, session, session.proven, session.method)
        case _:
            assert_never(step)


def _scram(exchange: Exchange) -> Scram:
    assert isinstance(exchange, Scram)  # no other asks for salt, or proves anything
    return exchange


async def _by_password(
    desk: MailboxDesk, session: Session, given: PasswordGiven
) -> Reply:
    client = await _client(desk, session)
    answer = await desk.login.by_password(given, client)
    if isinstance(answer, Refusal):
        return _refused(session, answer)
    return await _welcome(desk, session, answer, given.method)


async def _by_proof(
    desk: MailboxDesk, session: Session, scram: Scram, given: ScramProof
) -> Reply | Challenge:
    client = await _client(desk, session)
    answer = await desk.login.by_proof(given, client)
    if isinstance(answer, Refusal):
        session.exchange = None
        return _refused(session, answer)
    session.proven, session.method = answer.entry, given.method
    return scram.signed(answer.signature)


async def _welcome(
    desk: MailboxDesk, session: Session, entry: Entry, method: AuthMethod
) -> Reply:
    """The client is who it says; what it can do now spares it a question."""
    session.entry, session.method, session.proven = entry, method, None
    desk.journal.note(
        Authenticated(
            at=desk.clock.now(),
            uuid=session.id,
            account=entry.account.address,
            method=method,
        )
    )
    if desk.policy.rejects:
        await make_room(desk.store, entry)
    return replace(replies.LOGGED_IN, code=codes.capability(offered(desk, session)))


def _refused(session: Session, refusal: Refusal) -> Reply:
    match refusal:
        case Refusal.WRONG:
            return _failed(session)
        case Refusal.LIMITED:
            session.failures += 1
            return replies.TOO_MANY
        case Refusal.UNAVAILABLE:
            return replies.LOGIN_LATER
        case _:
            assert_never(refusal)


def _failed(session: Session) -> Reply:
    session.failures += 1
    return replies.LOGIN_FAILED


async def _client(desk: MailboxDesk, session: Session) -> Client:
    """Return the session as the login sees it; only a login asks for its name."""
    name = await desk.resolver.reverse(session.remote.ip)
    return Client(session.id, peer.shown(session.remote, name), session.protocol)
