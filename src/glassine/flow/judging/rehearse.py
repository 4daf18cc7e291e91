"""What would be answered to a stranger? The envelope's verbs, without a connection.

The verbs are those that a session calls, at a desk whose store keeps nothing: so the
answer is the server's own, and asking changes no answer to come.
"""

from dataclasses import dataclass

from glassine.flow.admit import admit_recipient, admit_sender
from glassine.flow.connection_id import new_connection_id
from glassine.flow.desk import Desk
from glassine.flow.greet import greet
from glassine.flow.judging import stages
from glassine.flow.session import Session
from glassine.wire.smtp.events import Hello
from glassine.wire.smtp.replies import Reply
from glassine.wire.smtp.states import Verb
from glassine.words.envelope import Envelope, Recipient, Sender
from glassine.words.finding import Finding
from glassine.words.public import (
    Address,
    Endpoint,
    HostName,
    IpAddress,
    Protocol,
    ReversePath,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """Who comes, by which name, and with mail from whom for whom."""

    ip: IpAddress
    helo: HostName
    sender: ReversePath
    recipient: Address
    rdns: HostName | None = None  # None: DNS is asked


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What was found, and what was answered; `judged` unless the network is ours."""

    judged: bool
    findings: tuple[Finding, ...]
    answer: Reply


async def rehearse(desk: Desk, stranger: Stranger) -> Rehearsed:
    """Go through a session as far as RCPT; return how it ended."""
    session = await _arrived(desk, stranger)
    answer = await _answer(desk, session, stranger)
    stages.give_up(session)
    found = session.findings
    if session.transaction is not None:
        found = [*found, *session.transaction.findings]
    judged = stages.is_judged(desk, session)
    return Rehearsed(judged, tuple(found), answer)


async def _arrived(desk: Desk, stranger: Stranger) -> Session:
    session = Session(
        id=new_connection_id(desk.chance(16)),
        protocol=Protocol.MX,
        remote=Endpoint(stranger.ip, 0),
        local=Endpoint(stranger.ip, 0),
        opened=desk.clock.ticks(),
    )
    session.rdns = stranger.rdns or await desk.resolver.reverse(stranger.ip)
    stages.connected(desk, session)
    return session


async def _answer(desk: Desk, session: Session, stranger: Stranger) -> Reply:
    hello = Hello(stranger.helo, esmtp=True, verb=Verb.EHLO)
    refused = greet(desk, session, hello)
    if refused is not None:
        return refused
    sender = Sender(stranger.sender)
    reply = await admit_sender(desk, session, sender)
    if not reply.positive:
        return reply
    recipient = Recipient(stranger.recipient)
    return await admit_recipient(desk, session, recipient, Envelope(sender, []))
