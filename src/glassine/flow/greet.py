"""HELO, EHLO, LHLO: note the name a client gives, and what the checks make of it."""

from glassine.events.facts import Check, Stage
from glassine.events.steps import HeloChecked
from glassine.flow.desk import Desk
from glassine.flow.refuse import refuse
from glassine.flow.session import Session
from glassine.trust import helo
from glassine.wire.smtp import replies
from glassine.wire.smtp.events import Hello
from glassine.wire.smtp.replies import Reply
from glassine.words.finding import Result


def greet(desk: Desk, session: Session, hello: Hello) -> Reply | None:
    """Take the name; return why it is refused, or None where it is not, or not yet.

    Holding a refusal back until RCPT (`delay_deny`) lets a client that logs in pass,
    and lets the log show for whom the refused mail was.
    """
    said = helo.Greeting(hello.name, hello.esmtp)
    found = helo.judge(session.greeting, said, session.remote.ip)
    session.greeting = said
    if found.multi:  # the checks compare greetings: of one, there is nothing to say
        desk.journal.note(
            HeloChecked(
                at=desk.clock.now(),
                uuid=session.id,
                multi=found.multi,
                findings=found.findings,
            )
        )
    failed = {f.check for f in found.findings if f.result is Result.FAIL}
    if session.relays or not failed & desk.policy.denying_helo_checks:
        return None
    if desk.policy.delay_deny:
        session.held = replies.HELLO_REFUSED
        return None
    reply = replies.HELLO_REFUSED
    return refuse(desk, session, reply, stage=Stage.HELO, check=Check.ACCESS)
