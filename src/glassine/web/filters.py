"""From a view to what the log is asked: the URL's words in the verbs' form."""

from glassine.flow.viewing.desk import Sought
from glassine.flow.viewing.wanted import EventFilter
from glassine.web.view import View
from glassine.words.clock import Milliseconds

PAGE = 50  # rows


def wanted(
    view: View, sought: Sought, now: Milliseconds, limit: int = PAGE
) -> EventFilter:
    """Return the filter; a Message-ID is sought in the form that the log has."""
    forms = sought(view.message_id) if view.message_id else (None,)
    return EventFilter(
        types=frozenset(view.types),
        direction=view.direction,
        mail_from=view.mail_from,
        rcpt_to=view.rcpt_to,
        account=view.account,
        host=view.host,
        code=view.code,
        text=view.text or "",
        ip=view.ip,
        message_id=forms[0],
        uuid=view.uuid,
        spam=view.spam,
        since=view.begins(now),
        until=view.until,
        limit=limit,
    )
