"""Is the message wanted? Today: has it been here too often; checks come here."""

from glassine.flow.desk import Desk
from glassine.flow.intake import Arrival
from glassine.mail import trace
from glassine.wire.smtp import replies
from glassine.wire.smtp.replies import Reply


def judge(desk: Desk, arrival: Arrival) -> Reply | None:
    """Return why the message is refused, or None where it is not."""
    if trace.hops(arrival.scanned.header) > desk.policy.hops:
        return replies.MAIL_LOOP  # RFC 5321 §6.3
    return None
