"""What of a milestone can be searched for: the columns beside its record."""

from typing import NamedTuple, assert_never

from glassine.events.facts import Circumstances
from glassine.events.milestones import (
    Bounced,
    Deferred,
    Delivered,
    Denied,
    LoggedIn,
    Milestone,
    Operated,
    Pruned,
    Queued,
    Received,
)
from glassine.events.record import render, type_of
from glassine.store.sqlite.spelling import folded, folded_if, packed
from glassine.words.clock import Milliseconds
from glassine.words.public import MessageIdDigest

MailEvent = Received | Queued | Delivered | Deferred | Bounced | Denied | LoggedIn


class Columns(NamedTuple):
    """One row of the table `event`, without its key."""

    at: Milliseconds
    type: str
    direction: str | None
    uuid: str | None
    connection: str | None
    mail_from: str | None
    ip: bytes | None
    message_id: str | None
    spam: str | None
    record: bytes


def columns(event: Milestone) -> Columns:
    """Return the event's row."""
    match event:
        case Received() | Queued() | Delivered() | Deferred() | Bounced():
            return _of_mail(event, event.message_id)
        case Denied() | LoggedIn():
            return _of_mail(event, None)
        case Operated() | Pruned():
            nothing = (None,) * 8
            return Columns(event.at, type_of(event), *nothing[1:], render(event))
        case _:
            assert_never(event)


def recipients(event: Milestone) -> set[str]:
    """Return the spellings under which an event's recipients are sought."""
    if isinstance(event, Operated | Pruned):
        return set()
    return {folded(address) for address in event.about.rcpt_to}


def _of_mail(event: MailEvent, message_id: MessageIdDigest | None) -> Columns:
    about = event.about
    return Columns(
        at=event.at,
        type=type_of(event),
        direction=about.direction,
        uuid=event.uuid,
        connection=connection_of(event.uuid),
        mail_from=folded_if(about.mail_from),
        ip=_ip(about),
        message_id=message_id,
        spam=about.spam_status,
        record=render(event),
    )


def connection_of(uuid: str) -> str:
    """Return the C of C, C.N and C.N.M."""
    return uuid.partition(".")[0]


def _ip(about: Circumstances) -> bytes | None:
    return packed(about.remote.ip_and_port.ip) if about.remote else None
