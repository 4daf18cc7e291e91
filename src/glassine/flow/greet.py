"""HELO, EHLO, LHLO: note the name a client gives, and what the checks make of it."""

from glassine.events.facts import CheckOrigin, Stage
from glassine.events.steps import ChecksMade
from glassine.flow.desk import Desk
from glassine.flow.judging import stages
from glassine.flow.judging.answers import answer
from glassine.flow.judging.bearing import borne
from glassine.flow.judging.denial import denial
from glassine.flow.refuse import refuse
from glassine.flow.session import Session
from glassine.trust import helo
from glassine.wire.smtp.events import Hello
from glassine.wire.smtp.replies import Reply
from glassine.words.finding import Finding, Result
from glassine.words.public import Protocol
from glassine.words.reason import Reason
from glassine.words.rules import reweighed


def greet(desk: Desk, session: Session, hello: Hello) -> Reply | None:
    """Take the name; return why it is refused, or None where it is not, or not yet.

    Holding a refusal back until RCPT (`delay_deny`) lets a client that logs in pass,
    and lets the log show for whom the refused mail was.
    """
    said = helo.Greeting(hello.name, hello.esmtp)
    own = desk.policy.own_networks.reason(session.remote.ip)
    compared = helo.compare(session.greeting, said, own)
    findings = reweighed(desk.policy.weights, borne(desk.policy.helo, compared))
    session.greeting_before, session.greeting = session.greeting, said
    if session.greeting_before is not None:  # of one greeting there is nothing to say
        _note(desk, session, findings, multi=True)
        session.findings += findings
    elif own is not None and session.protocol is Protocol.MX:
        _note(desk, session, _spared(desk, own), multi=None)
    stages.greeted(desk, session)
    if session.relays or session.denial is not None:
        return None
    session.denial = denial(Stage.HELO, findings)
    if session.denial is None or desk.policy.delay_deny:
        return None
    return refuse(
        desk,
        session,
        answer(session.denial.finding),
        stage=Stage.HELO,
        check=session.denial.finding.check,
        findings=(session.denial.finding,),
    )


def _spared(desk: Desk, why: Reason) -> tuple[Finding, ...]:
    """Return that the checks of a name are skipped, and that the client is our own."""
    names = (check for check in desk.policy.helo if check not in helo.OF_TWO)
    skipped = (Finding(check, Result.SKIP, why) for check in names)
    return borne(desk.policy.helo, skipped)


def _note(
    desk: Desk,
    session: Session,
    findings: tuple[Finding, ...],
    *,
    multi: bool | None,
) -> None:
    if not findings:
        return
    desk.journal.note(
        ChecksMade(
            at=desk.clock.now(),
            uuid=session.id,
            origin=CheckOrigin.HELO,
            findings=findings,
            multi=multi,
        )
    )
