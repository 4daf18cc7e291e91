"""What the log says of a message on its way out: where it goes, how it fared."""

from glassine.events.facts import Circumstances, ScrubbedText, Tally
from glassine.events.facts_of_sending import GivenUp, Mode, Stop
from glassine.events.milestones import Bounced, Deferred, Delivered
from glassine.events.steps import Attempted, CourseFound
from glassine.flow.sending.bounce import Bounce
from glassine.flow.sending.carrier import Outcome
from glassine.flow.sending.course import Course, Hop, NoCourse
from glassine.flow.sending.ruling import Failed
from glassine.store.api.queue import Queueing
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import DeliveryId, Direction, Port, Verdict


def course_found(
    row: Queueing, course: Course | NoCourse, now: Milliseconds
) -> CourseFound:
    """Return the step of a row whose course was looked for."""
    name, domain = DeliveryId(row.id), row.recipient.domain
    if isinstance(course, NoCourse):
        return CourseFound(
            at=now,
            uuid=name,
            domain=domain,
            mode=Mode.SMTP,
            stops=(),
            verdict=Verdict.DENY if course.code >= 500 else Verdict.DENYSOFT,
            why_not=ScrubbedText(course.words),
        )
    return CourseFound(
        at=now,
        uuid=name,
        domain=domain,
        mode=course.mode,
        stops=tuple(map(_stop, course.hops)),
        verdict=Verdict.OK,
    )


def attempted(
    row: Queueing, course: Course, now: Milliseconds, sending: int, waiting: int
) -> Attempted:
    """Return the step of a row that is tried, one of so many."""
    return Attempted(
        at=now,
        uuid=DeliveryId(row.id),
        mode=course.mode,
        stop=_stop(course.hops[0]),
        sending=sending,
        waiting=waiting,
    )


def delivered(
    row: Queueing,
    outcome: Outcome,
    now: Milliseconds,
    mode: Mode,
    response: ScrubbedText,
) -> Delivered:
    """Return the record of a recipient that another server has taken."""
    return Delivered(
        at=now,
        uuid=DeliveryId(row.id),
        about=_about(row),
        message_id=row.message_id,
        queue=row.id,
        domain=row.recipient.domain,
        host=outcome.hop.host,
        remote=outcome.remote,
        mode=mode,
        tls=outcome.tls is not None,
        auth=outcome.auth,
        response=response,
        delay=Seconds(max(0, now - row.queued) / 1000),
        fails=row.fails,
        filed=None,
        recipients=Tally(accepted=1),
        protection=outcome.tls,
    )


def deferred(
    row: Queueing,
    failed: Failed,
    now: Milliseconds,
    next_try: Milliseconds,
    notice: Bounce | None,
) -> Deferred:
    """Return the record of a recipient that is tried again."""
    return Deferred(
        at=now,
        uuid=DeliveryId(row.id),
        about=_about(row),
        message_id=row.message_id,
        queue=row.id,
        domain=row.recipient.domain,
        host=failed.host,
        remote=failed.remote,
        code=failed.code,
        enhanced=failed.enhanced,
        response=failed.response,
        next_try=next_try,
        dsn=notice.dsn(DeliveryId(row.id)) if notice else None,
        fails=row.fails + 1,
        recipients=Tally(deferred=1),
    )


def bounced(
    row: Queueing, failed: Failed, now: Milliseconds, reason: GivenUp, report: Bounce
) -> Bounced:
    """Return the record of a recipient that is given up."""
    name = DeliveryId(row.id)
    return Bounced(
        at=now,
        uuid=name,
        about=_about(row),
        message_id=row.message_id,
        queue=row.id,
        domain=row.recipient.domain,
        code=failed.code,
        enhanced=failed.enhanced,
        response=failed.response,
        reason=reason,
        dsn=report.dsn(name),
        untold=report.untold.get(name),
        fails=row.fails + 1,
        recipients=Tally(rejected=1),
    )


def _about(row: Queueing) -> Circumstances:
    return Circumstances(
        direction=Direction.OUTBOUND,
        auth_user=row.account,
        mail_from=row.sender,
        rcpt_to=(row.recipient,),
    )


def _stop(hop: Hop) -> Stop:
    return Stop(hop.host, Port(hop.port))
