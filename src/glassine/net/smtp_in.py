"""The SMTP and LMTP loop: bytes, engine, flow, bytes. Nothing is decided here."""

from dataclasses import dataclass
from typing import assert_never

from glassine.flow import admit, authenticate, greet, offence, receive, visit
from glassine.flow.desk import Desk
from glassine.flow.fault import faulted
from glassine.flow.session import Session
from glassine.mail.trace import Tls
from glassine.net.certificates import Certificates
from glassine.net.crowd import Crowd
from glassine.net.link import Idle, Impatient, Leaving, Link
from glassine.net.tls import TlsFacts, TlsFailed, TlsSide
from glassine.store.api.ids import StoreError
from glassine.wire.sasl.steps import (
    PasswordGiven,
    ScramAsked,
    ScramDone,
    ScramProof,
)
from glassine.wire.smtp import events as heard
from glassine.wire.smtp import replies
from glassine.wire.smtp.limits import Dialect, Limits
from glassine.wire.smtp.replies import Reply
from glassine.wire.smtp.server import SmtpServer
from glassine.words.public import Endpoint, Protocol

DIALECTS = {
    Protocol.MX: Dialect.MX,
    Protocol.SUBMISSION: Dialect.SUBMISSION,
    Protocol.SUBMISSIONS: Dialect.SUBMISSION,
    Protocol.LMTP: Dialect.LMTP,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """How one listener lets people in."""

    protocol: Protocol
    limits: Limits
    greet_after: float  # seconds of silence asked of a client before the greeting
    certificates: Certificates
    crowd: Crowd


def doorman(
    remote: Endpoint, local: Endpoint, *, desk: Desk, protocol: Protocol
) -> bytes | None:
    """Return what to say to a stranger who comes too often, in place of a talk."""
    refusal = visit.turned_away(desk, protocol=protocol, remote=remote, local=local)
    return None if refusal is None else bytes(refusal)


async def talk(link: Link, desk: Desk, door: Door) -> None:
    """Hold one session, from the greeting to the last reply."""
    with door.crowd.enter(link.remote.ip) as welcome:
        await _talk(link, desk, door, welcome=welcome)


async def _talk(link: Link, desk: Desk, door: Door, *, welcome: bool) -> None:
    session = await visit.arrive(
        desk,
        protocol=door.protocol,
        remote=link.remote,
        local=link.local,
        welcome=welcome,
    )
    engine = SmtpServer(
        hostname=desk.hostname.name,
        dialect=DIALECTS[door.protocol],
        limits=door.limits,
        offer=authenticate.offer(desk, session),
    )
    try:
        if welcome:
            await _welcome(link, desk, door, session, engine)
        else:  # in the clear even where TLS comes first: a handshake would be dear
            engine.close(offence.crowded(desk, session))
        link.write(engine.to_send())
        await _converse(link, desk, door, session, engine)
    except Impatient as why:
        engine.close(_farewell(why))
    except TlsFailed:
        offence.no_tls(desk, session)
    finally:
        link.write(engine.to_send())
        session.pipelined = engine.pipelined
        session.errors += engine.errors
        visit.leave(desk, session)
        link.close()


async def _welcome(
    link: Link, desk: Desk, door: Door, session: Session, engine: SmtpServer
) -> None:
    if door.protocol is Protocol.SUBMISSIONS:
        facts = await link.expect_tls(TlsSide.server(door.certificates.context))
        _secured(desk, session, engine, facts)
    session.early = not await link.quiet(door.greet_after)
    engine.greet()


def _farewell(why: Impatient) -> Reply:
    if isinstance(why, Leaving):
        return replies.SHUTTING_DOWN
    return replies.IDLE_TOO_LONG if isinstance(why, Idle) else replies.HERE_TOO_LONG


async def _converse(
    link: Link, desk: Desk, door: Door, session: Session, engine: SmtpServer
) -> None:
    while not engine.closed and (data := await link.read()):
        await _hear(desk, session, engine, data)
        link.write(engine.to_send())
        if engine.awaits_tls:  # at once: a hello that comes while we wait is TLS
            facts = await link.start_tls(TlsSide.server(door.certificates.context))
            _secured(desk, session, engine, facts)
        await link.drain()


async def _hear(desk: Desk, session: Session, engine: SmtpServer, data: bytes) -> None:
    try:
        for event in engine.receive(data):
            await _react(desk, session, engine, event)
    except Exception as broken:  # fail closed; the log says what and where
        desk.journal.note(faulted(broken, desk.clock.now(), session.id))
        engine.close(replies.MAILBOX_UNAVAILABLE)


def _secured(desk: Desk, session: Session, engine: SmtpServer, facts: TlsFacts) -> None:
    session.secured(Tls(facts.version, facts.cipher, facts.bits), facts.binding)
    engine.secured(facts.binding)
    engine.offer(authenticate.offer(desk, session))


async def _react(
    desk: Desk, session: Session, engine: SmtpServer, event: heard.Event
) -> None:
    """Answer what asks by the verb it stands for; count what only tells."""
    match event:
        case heard.Part(run):
            receive.take(session, run)
        case heard.Hello():
            refusal = greet.greet(desk, session, event)
            engine.answer(*([refusal] if refusal else []))
        case heard.SenderGiven(sender):
            engine.answer(await admit.admit_sender(desk, session, sender))
        case heard.RecipientGiven(recipient, envelope):
            engine.answer(
                await admit.admit_recipient(desk, session, recipient, envelope)
            )
        case heard.DataWanted():
            receive.begin(desk, session)
            engine.answer()
        case heard.Arrived(envelope):
            engine.answer(*await receive.receive(desk, session, envelope))
        case heard.StartTls():
            engine.answer()
        case PasswordGiven() | ScramAsked() | ScramProof() | ScramDone():
            await _log_in(desk, session, engine, event)
        case _:
            offence.take_note(desk, session, event)


async def _log_in(
    desk: Desk,
    session: Session,
    engine: SmtpServer,
    step: PasswordGiven | ScramAsked | ScramProof | ScramDone,
) -> None:
    match step:
        case PasswordGiven():
            engine.answer(await authenticate.by_password(desk, session, step))
        case ScramAsked(user):
            try:
                salt = await desk.login.salt(user)
            except StoreError:
                engine.answer(replies.AUTH_TEMPORARY)
            else:
                engine.give_salt(salt.salt, salt.iterations)
        case ScramProof():
            answer = await authenticate.by_proof(desk, session, step)
            if isinstance(answer, Reply):
                engine.answer(answer)
            else:
                engine.give_signature(answer)
        case ScramDone():
            engine.answer(authenticate.proven(desk, session))
        case _:
            assert_never(step)
