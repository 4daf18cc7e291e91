"""The records of a message on its way out: delivered, deferred, bounced."""

from glassine.events.facts import (
    Circumstances,
    GivenUp,
    Mode,
    ScrubbedText,
    Tally,
)
from glassine.events.milestones import Bounced, Deferred, Delivered
from glassine.flow.sending.bounce import Bounce
from glassine.flow.sending.carrier import Outcome
from glassine.flow.sending.ruling import Failed
from glassine.store.api.queue import Queueing
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import DeliveryId, Direction


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
