"""AUTH in SMTP: what is offered to whom, and what a login changes in the session."""

from typing import assert_never

from glassine.events.steps import Authenticated
from glassine.flow.desk import Desk
from glassine.flow.login import Client, Entry, Refusal
from glassine.flow.session import Session
from glassine.wire.sasl.steps import PasswordGiven, ScramProof
from glassine.wire.smtp import replies
from glassine.wire.smtp.limits import Offer
from glassine.wire.smtp.replies import Reply
from glassine.words.public import AuthMethod

PASSWORDS = (AuthMethod.PLAIN, AuthMethod.LOGIN)


def offer(desk: Desk, session: Session) -> Offer:
    """Return what EHLO promises this client now."""
    tls = session.tls is not None
    if not session.protocol.submits:
        return Offer(starttls=not tls)
    safe = tls or desk.policy.may_log_in_plainly(session.remote.ip)
    return Offer(starttls=not tls, mechanisms=_offered(session) if safe else ())


def mechanisms(*, bound: bool) -> tuple[AuthMethod, ...]:
    """Return the SASL mechanisms, best first; `bound` where TLS can be bound to."""
    plus = (AuthMethod.SCRAM_SHA_256_PLUS,) if bound else ()
    return (*plus, AuthMethod.SCRAM_SHA_256, *PASSWORDS)


def _offered(session: Session) -> tuple[AuthMethod, ...]:
    return mechanisms(bound=session.binding is not None)


async def by_password(desk: Desk, session: Session, given: PasswordGiven) -> Reply:
    """Answer PLAIN and LOGIN."""
    answer = await desk.login.by_password(given, client_of(session))
    if isinstance(answer, Refusal):
        return _refusal(answer)
    return welcome(desk, session, answer, given.method)


async def by_proof(desk: Desk, session: Session, given: ScramProof) -> bytes | Reply:
    """Check a SCRAM proof; return our signature, or the refusal."""
    answer = await desk.login.by_proof(given, client_of(session))
    if isinstance(answer, Refusal):
        return _refusal(answer)
    session.proven, session.method = answer.entry, given.method
    return answer.signature


def proven(desk: Desk, session: Session) -> Reply:
    """The client accepts our SCRAM signature as well: both know each other."""
    assert session.proven is not None and session.method is not None
    return welcome(desk, session, session.proven, session.method)


def welcome(desk: Desk, session: Session, entry: Entry, method: AuthMethod) -> Reply:
    """The client is who it says: it may relay, and what was held back is dropped."""
    session.entry, session.method, session.denial = entry, method, None
    desk.journal.note(
        Authenticated(
            at=desk.clock.now(),
            uuid=session.id,
            account=entry.account.address,
            method=method,
        )
    )
    return replies.AUTHENTICATED


def client_of(session: Session) -> Client:
    """Return the session as the login sees it."""
    return Client(session.id, session.client, session.protocol)


def _refusal(refusal: Refusal) -> Reply:
    match refusal:
        case Refusal.WRONG:
            return replies.AUTH_FAILED
        case Refusal.LIMITED:
            return replies.TOO_MANY_AUTH_FAILURES
        case Refusal.UNAVAILABLE:
            return replies.AUTH_TEMPORARY
        case _:
            assert_never(refusal)
