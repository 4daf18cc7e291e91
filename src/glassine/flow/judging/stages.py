"""When checks are asked in a session, and when their answers count.

Connection and greeting are judged while the client talks on; MAIL waits for what they
found. A refusal is held until RCPT, so that the log shows for whom the mail was and a
client that logs in is let through (`delay_deny`); where that is off, MAIL is refused.
"""

import asyncio

from glassine.events.facts import Stage
from glassine.flow.desk import Desk
from glassine.flow.judging.client import client_of
from glassine.flow.judging.denial import (
    Denial,
    denial,
    gravest,
    is_of_reputation,
    upheld,
)
from glassine.flow.judging.inquiry import inquire
from glassine.flow.session import Session
from glassine.flow.transaction import Transaction
from glassine.words.envelope import Envelope
from glassine.words.finding import Bearing
from glassine.words.public import Protocol


def is_judged(desk: Desk, session: Session) -> bool:
    """Tell whether a client is a stranger; one who has logged in is not."""
    return (
        session.protocol is Protocol.MX
        and not session.relays
        and desk.policy.own_networks.reason(session.remote.ip) is None
    )


def connected(desk: Desk, session: Session) -> None:
    """Begin to ask who this is."""
    checks, client = desk.judges.connection, client_of(session)
    if checks and is_judged(desk, session):
        asked = inquire(desk, session.id, checks, lambda check: check(client))
        session.inquiries.append((Stage.CONNECT, asyncio.ensure_future(asked)))


def greeted(desk: Desk, session: Session) -> None:
    """Begin to ask what its name is worth."""
    checks, client = desk.judges.greeting, client_of(session)
    if checks and is_judged(desk, session):
        asked = inquire(desk, session.id, checks, lambda check: check(client))
        session.inquiries.append((Stage.HELO, asyncio.ensure_future(asked)))


def sender_given(desk: Desk, session: Session, transaction: Transaction) -> None:
    """Begin to ask whether the sender is to be believed."""
    checks = desk.judges.sender
    if checks and is_judged(desk, session):
        client, envelope = client_of(session), transaction.envelope()
        asked = inquire(
            desk, transaction.id, checks, lambda check: check(client, envelope)
        )
        transaction.inquiry = asyncio.ensure_future(asked)


async def settle(session: Session) -> Denial | None:
    """Wait for what was begun; return why the client or its sender is refused.

    Whoever has logged in meanwhile is not refused for it, nor is who is allowed.
    """
    inquiries, session.inquiries = session.inquiries, []
    for stage, inquiry in inquiries:
        findings = await inquiry
        session.findings += findings
        session.denial = gravest(session.denial, denial(stage, findings))
    transaction = session.transaction
    if transaction is not None and transaction.inquiry is not None:
        inquiry, transaction.inquiry = transaction.inquiry, None
        findings = await inquiry
        transaction.findings += findings
        transaction.denial = denial(Stage.MAIL, findings)
    if session.relays:
        return None
    if transaction is None:
        return upheld(session.denial, session.findings)
    found = (*session.findings, *transaction.findings)
    return upheld(gravest(session.denial, transaction.denial), found)


async def unless_welcome(
    desk: Desk,
    session: Session,
    transaction: Transaction,
    envelope: Envelope,
    denied: Denial | None,
) -> Denial | None:
    """Return the refusal, unless the last recipient wants mail from anybody.

    That is for this recipient alone: what else the message is for is judged without.
    """
    checks = desk.judges.welcome
    if denied is None or not checks:
        return denied
    client = client_of(session)
    found = await inquire(
        desk, transaction.id, checks, lambda check: check(client, envelope)
    )
    return upheld(denied, found)


def may_wait(desk: Desk, session: Session, found: Denial | None) -> bool:
    """Tell whether a refusal waits for the message, so that Rejects can keep it."""
    if found is None or not desk.policy.rejects:
        return False
    return is_judged(desk, session) and is_of_reputation(found)


async def recipient_given(
    desk: Desk, session: Session, transaction: Transaction, envelope: Envelope
) -> Denial | None:
    """Ask whether the envelope's last recipient is to have it; return why not."""
    checks = desk.judges.recipient
    if not checks or not is_judged(desk, session):
        return None
    client = client_of(session)
    found = await inquire(
        desk, transaction.id, checks, lambda check: check(client, envelope)
    )
    transaction.findings += [f for f in found if f.bearing is not Bearing.ALLOW]
    return upheld(denial(Stage.RCPT, found), client.found)


def give_up(session: Session) -> None:
    """The client is gone: what is still being asked about it does not matter."""
    for _, inquiry in session.inquiries:
        inquiry.cancel()
    session.inquiries.clear()
