"""The IMAP loop: bytes, engine, flow, bytes. Nothing is decided here."""

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from glassine.flow.connection_id import new_connection_id
from glassine.flow.fault import faulted
from glassine.flow.mailbox import append, idle
from glassine.flow.mailbox.carry_out import carry_out
from glassine.flow.mailbox.desk import MailboxDesk
from glassine.flow.mailbox.fetch import CutShort
from glassine.flow.mailbox.log_in import MOST_FAILURES, offered, respond
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.standing import Revoked
from glassine.net.certificates import Certificates
from glassine.net.crowd import Crowd
from glassine.net.link import Idle, Impatient, Leaving, Link, Overlong
from glassine.net.pen import Pen
from glassine.net.tls import TlsFacts, TlsFailed, TlsSide
from glassine.wire.imap import commands as asked
from glassine.wire.imap import events as heard
from glassine.wire.imap import replies
from glassine.wire.imap.limits import Limits
from glassine.wire.imap.replies import Reply
from glassine.wire.imap.server import ImapServer
from glassine.wire.imap.state import State
from glassine.wire.imap.write import codes
from glassine.wire.sasl.steps import Challenge
from glassine.words.public import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """How one listener lets people in."""

    protocol: Protocol
    limits: Limits
    certificates: Certificates
    crowd: Crowd
    log_in_within: float = 120.0  # seconds; who has logged in may be idle for long


class Call:
    """One connection: the link, the engine that reads it, and the session behind."""

    def __init__(self, link: Link, desk: MailboxDesk, door: Door) -> None:
        self.link = link
        self.desk = desk
        self.door = door
        self.pen = Pen(link)
        self.log_in_by = asyncio.get_running_loop().time() + door.log_in_within
        self.engine = ImapServer(limits=door.limits)
        self.session = Session(
            id=new_connection_id(desk.chance(16)),
            protocol=door.protocol,
            remote=link.remote,
            append_limit=door.limits.message,
        )


async def talk(link: Link, desk: MailboxDesk, door: Door) -> None:
    """Hold one session, from the greeting to the last reply."""
    call = Call(link, desk, door)
    try:
        with door.crowd.enter(link.remote.ip) as room:
            if room:
                await _converse(call)
            else:
                call.pen.write(replies.BYE_CROWDED.untagged())
    except (Impatient, TimeoutError, Revoked) as why:
        call.pen.write(_farewell(why).untagged())
    except TlsFailed:
        pass  # there is nobody to talk to
    except Exception as broken:  # `CutShort` among them: nothing more can be said
        desk.journal.note(faulted(broken, desk.clock.now(), call.session.id))
    finally:
        append.drop(call.session)
        idle.end(desk, call.session)
        call.pen.flush()
        link.close()


def _farewell(why: Exception) -> Reply:
    match why:
        case Leaving():
            return replies.BYE_SHUTDOWN
        case Idle():
            return replies.BYE_IDLE
        case Revoked():
            return replies.BYE_REVOKED
        case _:
            return replies.BYE_TOO_LONG


async def _converse(call: Call) -> None:
    if call.door.protocol is Protocol.IMAPS:
        await _secure(call, call.link.expect_tls)
    names = codes.capability(offered(call.desk, call.session))
    call.pen.write(replace(replies.READY, code=names).untagged())
    call.pen.flush()
    while call.engine.state is not State.LOGOUT and (data := await _next(call)):
        for event in call.engine.receive(data):
            await _react_safely(call, event)
        await call.pen.drain()


async def _next(call: Call) -> bytes:
    """Return the client's next bytes; while it idles, tell it what happens."""
    watcher = call.session.watcher
    if watcher is None:
        waits = None if call.session.entry else call.log_in_by
        async with asyncio.timeout_at(waits):
            return await call.link.read()
    reading = asyncio.ensure_future(call.link.read())
    try:
        while not reading.done():
            news_come = asyncio.ensure_future(watcher.wait())
            await asyncio.wait({reading, news_come}, return_when="FIRST_COMPLETED")
            news_come.cancel()
            if watcher.is_set() and not reading.done():
                watcher.clear()
                await _tell_news(call)
        return reading.result()
    finally:
        reading.cancel()


async def _tell_news(call: Call) -> None:
    await idle.tell(call.desk, call.session, call.pen)
    await call.pen.drain()


async def _secure(
    call: Call, shake_hands: Callable[[TlsSide], Awaitable[TlsFacts]]
) -> None:
    """Put TLS between us. Raises `Overlong`, and what shaking hands raises."""
    try:
        async with asyncio.timeout_at(call.log_in_by):
            facts = await shake_hands(TlsSide.server(call.door.certificates.context))
    except TimeoutError:
        raise Overlong from None
    call.session.tls, call.session.binding = True, facts.binding
    call.engine.secured()


async def _react_safely(call: Call, event: heard.Event) -> None:
    """Answer; what breaks on our side is an event, a NO, and nothing more."""
    try:
        await _react(call, event)
    except (Impatient, TlsFailed, CutShort, Revoked):
        raise
    except Exception as broken:
        desk, session = call.desk, call.session
        desk.journal.note(faulted(broken, desk.clock.now(), session.id))
        if isinstance(
            event, heard.CommandRead | heard.AuthResponse | heard.AppendEnded
        ):
            call.pen.write(replies.BROKEN.tagged(event.tag))
        elif session.appending is not None:
            session.appending.spoil(replies.BROKEN)


async def _react(call: Call, event: heard.Event) -> None:
    match event:
        case heard.CommandRead(tag, command):
            await _carry_out(call, tag, command)
        case heard.AuthResponse(tag, line):
            answer = await respond(call.desk, call.session, line)
            _conclude(call, tag, answer)
        case heard.Say(line):
            call.pen.write(line)
            call.pen.flush()
        case heard.BadCommand(tag, reply):
            idle.end(call.desk, call.session)  # where DONE was to come
            append.drop(call.session)  # where another message was too big
            call.pen.write(reply.answer(tag))
        case heard.HangUp(reply):
            call.pen.write(reply.untagged())
        case _:
            await _append(call, event)


async def _append(
    call: Call,
    event: heard.AppendBegun
    | heard.AppendPart
    | heard.AppendWhole
    | heard.AppendEnded
    | heard.AppendDropped,
) -> None:
    desk, session = call.desk, call.session
    match event:
        case heard.AppendPart(run):
            append.take(session, run)
        case heard.AppendBegun(tag):
            refused = await append.begin(desk, session, event)
            if refused is not None:
                call.engine.refuse_append()
                call.pen.write(refused.tagged(tag))
        case heard.AppendWhole():
            append.whole(session)
        case heard.AppendEnded(tag):
            answer = await append.file(desk, session, call.pen)
            call.pen.write(answer.tagged(tag))
        case heard.AppendDropped():
            append.drop(session)


async def _carry_out(call: Call, tag: bytes, command: asked.Command) -> None:
    session, engine = call.session, call.engine
    if isinstance(command, asked.Idle):
        idle.begin(call.desk, session)
        call.pen.write(replies.IDLING)
        engine.idling()
        return
    if isinstance(command, asked.Done):
        idle.end(call.desk, session)
    answer = await carry_out(call.desk, session, call.pen, tag, command)
    _conclude(call, tag, answer)
    match command:
        case asked.StartTls():
            call.pen.flush()
            await _secure(call, call.link.start_tls)
        case asked.Enable() if session.utf8:
            engine.accept_utf8()


def _conclude(call: Call, tag: bytes, answer: Reply | Challenge) -> None:
    """Say the end of a command, or ask for more; tell the engine where we stand."""
    if isinstance(answer, Challenge):
        call.pen.write(replies.challenge(b64encode(answer.data)))
        call.engine.expect_response()
        return
    call.pen.write(answer.tagged(tag))
    if call.session.failures >= MOST_FAILURES:
        call.pen.write(replies.BYE_TOO_MANY_ERRORS.untagged())
        call.engine.enter(State.LOGOUT)
    elif call.engine.state is not State.LOGOUT:
        call.engine.enter(call.session.state)
