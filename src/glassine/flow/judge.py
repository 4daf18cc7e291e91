"""Is the message wanted? What was found of client, envelope and content, weighed."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from glassine.events.facts import NOT_CHECKED, Checked, Stage
from glassine.flow.desk import Desk
from glassine.flow.fault import faulted
from glassine.flow.intake import Arrival
from glassine.flow.judging.authentication import Authenticity
from glassine.flow.judging.client import client_of
from glassine.flow.judging.contents import Contents
from glassine.flow.judging.correspondents import earned
from glassine.flow.judging.denial import denial, first_of, upheld
from glassine.flow.judging.inquiry import inquire, note
from glassine.flow.judging.judgement import UNJUDGED, Judgement
from glassine.flow.judging.rereading import read_again
from glassine.flow.judging.spf import lost, outcomes
from glassine.flow.judging.stages import is_judged
from glassine.flow.judging.weigh import gravest, score, too_heavy
from glassine.flow.route import Here
from glassine.flow.session import Session
from glassine.flow.transaction import Transaction
from glassine.mail import header, trace
from glassine.words.envelope import Envelope
from glassine.words.public import Address
from glassine.words.rules import reweighed


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
    authenticity = await _authenticity(desk, transaction, arrival)
    client = client_of(session)
    contents = Contents(
        accounts=transaction.accounts(),
        octets=arrival.kept,
        whole=len(arrival.kept) == arrival.scanned.size,
        scanned=arrival.scanned,
        fields=header.by_name(arrival.scanned.header),
        sender_checks=authenticity.sender_checks if authenticity else NOT_CHECKED,
        runs=partial(read_again, arrival.blob, arrival.message_key),
        signers=authenticity.signers if authenticity else frozenset(),
    )
    found = await inquire(
        desk,
        transaction.id,
        desk.judges.message,
        lambda check: check(client, envelope, contents),
    )
    found = [*(authenticity.findings if authenticity else ()), *found]
    findings = earned((*session.findings, *transaction.findings, *found))
    people = list(_people(transaction))
    scale, total = desk.policy.scale, score(findings)
    refused = first_of(
        denial(Stage.DATA, found), transaction.held, too_heavy(scale, total, people)
    )
    return Judgement(
        findings=findings,
        authenticity=authenticity,
        score=total,
        status=gravest(scale, total, people),
        scale=scale,
        denial=upheld(refused, findings),
    )


async def _authenticity(
    desk: Desk, transaction: Transaction, arrival: Arrival
) -> Authenticity | None:
    """Return who vouches for it; None where nobody is to look, or looking broke."""
    authentication = desk.judges.authentication
    if authentication is None:
        return None
    spf = outcomes(transaction.findings)
    if authentication.asks_spf and spf.mail_from.result is Checked.UNCHECKED:
        spf = lost(transaction.sender.path)
    try:
        found = await authentication.judge(arrival.signatures, arrival.came_with, spf)
    except Exception as broken:
        desk.journal.note(faulted(broken, desk.clock.now(), transaction.id))
        return None
    if found.broken is not None:
        desk.journal.note(faulted(found.broken, desk.clock.now(), transaction.id))
    if weights := desk.policy.weights:
        told = {origin: reweighed(weights, each) for origin, each in found.told.items()}
        found = replace(found, told=told)
    for origin, findings in found.told.items():
        if findings:
            note(desk, transaction.id, origin, findings)
    return found


def _people(transaction: Transaction) -> Iterator[Address]:
    """Yield whose limits count: the accounts it is for, and addresses elsewhere."""
    for routed in transaction.routed:
        for where in routed.destinations:
            if isinstance(where, Here):
                yield where.account.address
            else:
                yield where.recipient
