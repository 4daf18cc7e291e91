"""Events as raw log lines: the second view, one line a step.

Two things have no line of their own, because another event's line says them:
`Queued` (`QueueEnded` prints `queue code=OK`), and a login that succeeded
(`Authenticated` prints it). Everything else has one, and `Split` one a domain more.
"""

from typing import assert_never

from glassine.events import (
    lines_of_house,
    lines_of_judging,
    lines_of_posting,
    lines_of_sending,
    lines_of_session,
)
from glassine.events.kinds import Event
from glassine.events.milestones import (
    Bounced,
    Deferred,
    Delivered,
    Denied,
    FoundSpam,
    LoggedIn,
    Operated,
    Pruned,
    Queued,
    Received,
    SpamLearned,
)
from glassine.events.steps import (
    Attempted,
    Authenticated,
    CertificateLoaded,
    ChecksMade,
    Connected,
    CourseFound,
    DenialsBypassed,
    Disconnected,
    Faulted,
    LibrarySpoke,
    ListTried,
    MessageEnded,
    MessageSigned,
    QueueBegun,
    QueueEnded,
    RecipientChecked,
    RecipientSaid,
    SenderSaid,
    ServerStarted,
    ServerStopped,
    Split,
)


def render(event: Event) -> bytes:
    """Return the event's raw log lines, each ended by LF; of some events, none."""
    return _lines(event).encode()


def _lines(event: Event) -> str:  # noqa: C901 (one case a kind)
    match event:
        case Connected():
            return lines_of_session.connected(event)
        case ChecksMade():
            return lines_of_judging.checks_made(event)
        case ListTried():
            return lines_of_judging.list_tried(event)
        case Authenticated():
            return lines_of_session.authenticated(event)
        case SenderSaid():
            return lines_of_session.sender_said(event)
        case RecipientChecked():
            return lines_of_session.recipient_checked(event)
        case DenialsBypassed():
            return lines_of_session.denials_bypassed(event)
        case RecipientSaid():
            return lines_of_session.recipient_said(event)
        case MessageEnded():
            return lines_of_session.message_ended(event)
        case MessageSigned():
            return lines_of_posting.message_signed(event)
        case QueueBegun():
            return lines_of_posting.queue_begun(event)
        case Split():
            return lines_of_posting.split(event)
        case QueueEnded():
            return lines_of_posting.queue_ended(event)
        case Queued():
            return ""
        case Received():
            return lines_of_posting.received(event)
        case Delivered():
            return lines_of_sending.delivered(event)
        case CourseFound():
            return lines_of_sending.course_found(event)
        case Attempted():
            return lines_of_sending.attempted(event)
        case Disconnected():
            return lines_of_session.disconnected(event)
        case Deferred():
            return lines_of_sending.deferred(event)
        case Bounced():
            return lines_of_sending.bounced(event)
        case Denied():
            return lines_of_judging.denied(event)
        case FoundSpam():
            return lines_of_judging.found_spam(event)
        case LoggedIn():
            return lines_of_session.logged_in(event)
        case SpamLearned():
            return lines_of_judging.spam_learned(event)
        case ServerStarted():
            return lines_of_house.server_started(event)
        case ServerStopped():
            return lines_of_house.server_stopped(event)
        case CertificateLoaded():
            return lines_of_house.certificate_loaded(event)
        case Faulted():
            return lines_of_house.faulted(event)
        case LibrarySpoke():
            return lines_of_house.library_spoke(event)
        case Operated():
            return lines_of_house.operated(event)
        case Pruned():
            return lines_of_house.pruned(event)
        case _:
            assert_never(event)
