"""Is the message wanted? What was found of client, envelope and content, weighed."""

from glassine.events.facts import NOT_CHECKED, Stage
from glassine.flow.desk import Desk
from glassine.flow.intake import Arrival
from glassine.flow.judging.client import client_of
from glassine.flow.judging.contents import Contents
from glassine.flow.judging.denial import denial
from glassine.flow.judging.inquiry import inquire
from glassine.flow.judging.judgement import UNJUDGED, Judgement
from glassine.flow.judging.stages import is_judged
from glassine.flow.session import Session
from glassine.flow.transaction import Transaction
from glassine.mail import trace
from glassine.words.envelope import Envelope


def is_looping(desk: Desk, arrival: Arrival) -> bool:
    """Tell whether the message has been through too many servers. RFC 5321 §6.3"""
    return trace.hops(arrival.scanned.header) > desk.policy.hops


async def judge(
    desk: Desk,
    session: Session,
    transaction: Transaction,
    envelope: Envelope,
    arrival: Arrival,
) -> Judgement:
    """Return the verdict on a message that has arrived; a stranger's only."""
    if not is_judged(desk, session):
        return UNJUDGED
    client = client_of(session)
    contents = Contents(
        octets=arrival.kept,
        whole=len(arrival.kept) == arrival.scanned.size,
        scanned=arrival.scanned,
        sender_checks=NOT_CHECKED,
    )
    found = await inquire(
        desk,
        transaction.id,
        desk.judges.message,
        lambda check: check(client, envelope, contents),
    )
    findings = (*session.findings, *transaction.findings, *found)
    return Judgement(findings=findings, denial=denial(Stage.DATA, found))
