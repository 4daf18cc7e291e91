"""Complete what our own people send: Date and Message-ID, where they lack. RFC 6409 §8

The fields go before the message, which is not rewritten; from here on they count as
its own: they are signed, IMAP's ENVELOPE has them, and a trace is found by them.
"""

from dataclasses import replace

from glassine.flow.desk import Desk
from glassine.flow.intake import Arrival
from glassine.flow.session import Session
from glassine.mail import envelope, trace


def complete(desk: Desk, session: Session, arrival: Arrival) -> Arrival:
    """Return the arrival with what a submission may lack; any other as it is."""
    added = _fields_that_lack(desk, session, arrival) if session.entry else b""
    if not added:
        return arrival
    whole = envelope.of_header(added + arrival.scanned.header)
    return replace(arrival, added=added, envelope=whole)


def _fields_that_lack(desk: Desk, session: Session, arrival: Arrival) -> bytes:
    missing = trace.missing(arrival.scanned.header)
    fields = b""
    if b"Date" in missing:
        fields += trace.date(desk.clock.now())
    if b"Message-ID" in missing:
        unique = session.transaction_id.lower()
        assert session.account is not None  # who is logged in has an address
        fields += trace.message_id(unique, session.account.domain)
    return fields
