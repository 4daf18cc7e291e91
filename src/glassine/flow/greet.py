"""HELO, EHLO, LHLO: note the name a client gives, and what the checks make of it."""

from glassine.events.kinds import HeloChecked
from glassine.flow.desk import Desk
from glassine.flow.session import Session
from glassine.trust import helo
from glassine.wire.smtp import replies
from glassine.wire.smtp.events import Hello
from glassine.words.finding import Result


def greet(desk: Desk, session: Session, hello: Hello) -> None:
    """Take the name; a check that denies holds its refusal back until RCPT.

    Holding back (`delay_deny`) lets a client that logs in pass, and lets the log show
    for whom the refused mail was.
    """
    said = helo.Greeting(hello.name, hello.esmtp)
    found = helo.judge(session.greeting, said, session.remote.ip)
    session.greeting = said
    desk.journal.note(
        HeloChecked(
            at=desk.clock.now(),
            uuid=session.id,
            multi=found.multi,
            findings=found.findings,
        )
    )
    failed = {f.check for f in found.findings if f.result is Result.FAIL}
    if failed & desk.policy.denying_helo_checks:
        session.held = replies.HELLO_REFUSED
