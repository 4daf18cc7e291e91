"""What only tells: the client gave something up, or did something wrong."""

from typing import assert_never

from glassine.events.facts import Check, Stage
from glassine.flow.desk import Desk
from glassine.flow.receive import abandon
from glassine.flow.refuse import refuse
from glassine.flow.session import Session
from glassine.wire.smtp import replies
from glassine.wire.smtp.events import (
    Abandoned,
    Closing,
    EarlyTalker,
    Excess,
    Injected,
    Refused,
    Reset,
    Telling,
    TooMany,
    Unknown,
)
from glassine.wire.smtp.replies import Reply
from glassine.wire.smtp.states import Verb

_STAGES = {
    Verb.HELO: Stage.HELO,
    Verb.EHLO: Stage.HELO,
    Verb.LHLO: Stage.HELO,
    Verb.AUTH: Stage.AUTH,
    Verb.MAIL: Stage.MAIL,
    Verb.RCPT: Stage.RCPT,
    Verb.DATA: Stage.DATA,
    Verb.BDAT: Stage.DATA,
}
_EXCESSES: dict[Excess, tuple[Stage, Check, Reply]] = {
    Excess.ERRORS: (Stage.MAIL, Check.LIMITS, replies.TOO_MANY_ERRORS),
    Excess.IDLE_COMMANDS: (Stage.MAIL, Check.LIMITS, replies.TOO_MANY_IDLE_COMMANDS),
    Excess.TRANSACTIONS: (Stage.MAIL, Check.LIMITS, replies.TOO_MANY_TRANSACTIONS),
    Excess.AUTH_FAILURES: (Stage.AUTH, Check.AUTH, replies.TOO_MANY_AUTH_FAILURES),
}


def take_note(desk: Desk, session: Session, event: Telling) -> None:
    """Count what happened, and note a refusal where the engine made one."""
    match event:
        case Abandoned(reply):
            _given_up(desk, session, reply)
        case Reset():
            abandon(session)
        case Refused():
            _refused(desk, session, event)
        case EarlyTalker():
            session.early = True
        case Injected():
            session.errors += 1
            reply = replies.OUT_OF_STEP
            refuse(desk, session, reply, stage=Stage.HELO, check=Check.PROTOCOL)
        case TooMany(excess):
            stage, check, reply = _EXCESSES[excess]
            refuse(desk, session, reply, stage=stage, check=check)
        case Unknown() | Closing():
            pass  # the engine counts them
        case _:
            assert_never(event)


def crowded(desk: Desk, session: Session) -> Reply:
    """There are too many here already; return what to say instead of a greeting."""
    reply = replies.TOO_MANY_CONNECTIONS
    return refuse(desk, session, reply, stage=Stage.CONNECT, check=Check.CONNECTIONS)


def no_tls(desk: Desk, session: Session) -> None:
    """The handshake came to nothing."""
    session.errors += 1
    reply = replies.TLS_UNAVAILABLE
    refuse(desk, session, reply, stage=Stage.HELO, check=Check.PROTOCOL)


def _refused(desk: Desk, session: Session, event: Refused) -> None:
    stage = _STAGES.get(event.verb)
    if stage is not None:
        refuse(desk, session, event.reply, stage=stage, check=Check.PROTOCOL)


def _given_up(desk: Desk, session: Session, reply: Reply) -> None:
    envelope = session.transaction.envelope() if session.transaction else None
    abandon(session)
    if reply.positive:
        return  # the client itself took it back
    session.messages.count(reply.code)
    check = Check.LIMITS if reply is replies.MESSAGE_TOO_BIG else Check.PROTOCOL
    refuse(desk, session, reply, stage=Stage.DATA, check=check, envelope=envelope)
