"""HELO, EHLO, LHLO: note the name a client gives, and what the checks make of it."""

from glassine.events.kinds import HeloChecked
from glassine.flow.desk import Desk
from glassine.flow.session import Session
from glassine.trust.helo import Greeting, check_helo
from glassine.wire.smtp import replies
from glassine.wire.smtp.events import Hello
from glassine.words.finding import Result


def greet(desk: Desk, session: Session, hello: Hello) -> None:
    """Take the name; a check that denies holds its refusal back until RCPT.

    Holding back (`delay_deny`) lets a client that logs in pass, and lets the log show
    for whom the refused mail was.
    """
    said = Greeting(name=hello.name, esmtp=hello.esmtp)
    findings = check_helo(session.greetings, said, session.remote.ip)
    session.greetings.append(said)
    session.helo, session.esmtp = hello.name, hello.esmtp
    desk.journal.note(
        HeloChecked(
            at=desk.clock.now(),
            uuid=session.id,
            multi=len(session.greetings) > 1,
            findings=findings,
        )
    )
    failed = {finding.check for finding in findings if finding.result is Result.FAIL}
    if failed & desk.policy.denying_helo_checks:
        session.held = replies.HELLO_REFUSED
