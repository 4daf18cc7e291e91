"""A connection begins and ends: what the log says of it as a whole."""

from glassine.events.facts import Stage
from glassine.events.steps import Connected, Disconnected
from glassine.flow.connection_id import new_connection_id
from glassine.flow.desk import Desk
from glassine.flow.judging import stages
from glassine.flow.receive import abandon
from glassine.flow.refuse import refuse
from glassine.flow.session import Session
from glassine.wire.smtp import replies
from glassine.wire.smtp.replies import Reply
from glassine.words.clock import Seconds
from glassine.words.finding import Finding
from glassine.words.public import Endpoint, Protocol, Size


def turned_away(
    desk: Desk, *, protocol: Protocol, remote: Endpoint, local: Endpoint
) -> Reply | None:
    """Return what to say to a stranger who comes too often, in place of a session.

    The log tells of it now and then, not each time: a flood must not become one of
    lines and records.
    """
    turnstile = desk.judges.turnstile
    if turnstile is None or protocol is not Protocol.MX:
        return None
    turned = turnstile.enter(remote.ip)
    if turned is None:
        return None
    if not turned.told:
        _tell(desk, _session(desk, protocol, remote, local), turned.finding)
    return replies.TOO_MANY_CONNECTIONS


async def arrive(
    desk: Desk,
    *,
    protocol: Protocol,
    remote: Endpoint,
    local: Endpoint,
    welcome: bool = True,
) -> Session:
    """Return a new session for a client that has connected.

    Of one who is not welcome nothing is asked: a crowd at the door must stay cheap.
    """
    session = _session(desk, protocol, remote, local)
    if not welcome:
        return session
    session.rdns = await desk.resolver.reverse(remote.ip)
    stages.connected(desk, session)
    return session


def leave(desk: Desk, session: Session) -> None:
    """The client is gone; what had begun to come from it is dropped."""
    abandon(session)
    stages.give_up(session)
    session.closed = True
    desk.journal.note(
        Disconnected(
            at=desk.clock.now(),
            uuid=session.id,
            remote=session.remote,
            rdns=session.rdns,
            helo=session.helo,
            relay=session.relays,
            early=session.early,
            esmtp=session.esmtp,
            tls=session.tls is not None,
            pipelined=session.pipelined,
            errors=session.errors,
            transactions=session.transactions,
            recipients=session.recipients.tally(),
            messages=session.messages.tally(),
            octets=Size(session.octets),
            last_verdict=session.last_rejection,
            lasted=Seconds(desk.clock.ticks() - session.opened),
        )
    )


def _session(
    desk: Desk, protocol: Protocol, remote: Endpoint, local: Endpoint
) -> Session:
    session = Session(
        id=new_connection_id(desk.chance(16)),
        protocol=protocol,
        remote=remote,
        local=local,
        opened=desk.clock.ticks(),
    )
    desk.journal.note(
        Connected(at=desk.clock.now(), uuid=session.id, remote=remote, local=local)
    )
    return session


def _tell(desk: Desk, session: Session, finding: Finding) -> None:
    refuse(
        desk,
        session,
        replies.TOO_MANY_CONNECTIONS,
        stage=Stage.CONNECT,
        check=finding.check,
        findings=(finding,),
    )
    leave(desk, session)
