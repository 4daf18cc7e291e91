"""A refusal, as the log shows it: verdict, codes, and a `denied` event."""

from glassine.events.facts import Check, Stage
from glassine.events.milestones import Denied
from glassine.flow.desk import Desk
from glassine.flow.session import Session
from glassine.wire.smtp.replies import Reply
from glassine.words.envelope import Envelope
from glassine.words.finding import CheckName, Finding
from glassine.words.public import EnhancedCode, Verdict


def verdict(reply: Reply) -> Verdict:
    """Return what a reply means, in the log's words."""
    if reply.code < 400:
        return Verdict.OK
    if reply.closes:
        return Verdict.DENYDISCONNECT
    return Verdict.DENYSOFT if reply.code < 500 else Verdict.DENY


def enhanced_code(reply: Reply) -> EnhancedCode | None:
    """Return the reply's enhanced status code as a public word."""
    if not reply.enhanced:
        return None
    klass, subject, detail = (int(part) for part in reply.enhanced.split("."))
    return EnhancedCode(klass, subject, detail)


def refuse(
    desk: Desk,
    session: Session,
    reply: Reply,
    *,
    stage: Stage,
    check: Check | CheckName,
    envelope: Envelope | None = None,
    findings: tuple[Finding, ...] = (),
) -> Reply:
    """Note that somebody is refused, and return the reply to say so."""
    session.last_rejection = verdict(reply)
    desk.journal.note(
        Denied(
            at=desk.clock.now(),
            uuid=session.transaction_id if envelope else session.id,
            about=session.circumstances(envelope),
            stage=stage,
            check=check,
            code=reply.code,
            enhanced=enhanced_code(reply),
            findings=findings,
        )
    )
    return reply
