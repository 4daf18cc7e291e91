"""Trace and authentication header fields: written before the message, never into it."""

from dataclasses import dataclass

from glassine.events.kinds import MessageSigned
from glassine.flow.desk import Desk
from glassine.flow.intake import Arrival
from glassine.flow.session import Session
from glassine.mail import trace
from glassine.words.envelope import Envelope
from glassine.words.public import Address, Domain


@dataclass(frozen=True, slots=True)
class Stamped:
    """Header fields that all recipients share, and who signed."""

    fields: bytes
    signed_for: Domain | None

    def for_recipient(self, envelope: Envelope, recipient: Address) -> bytes:
        """Return the whole prefix for one local recipient. RFC 5321 §4.4"""
        own = trace.return_path(envelope.sender.path) + trace.delivered_to(recipient)
        return own + self.fields


async def stamp(
    desk: Desk, session: Session, envelope: Envelope, arrival: Arrival
) -> Stamped:
    """Return the fields to put before the message; sign what our own people send."""
    received = trace.received(_hop(desk, session, envelope))
    results = trace.authentication_results(desk.hostname, session.account)
    if session.entry is None or envelope.sender.path is None:
        return Stamped(received + results, None)
    added = submission_fields(desk, arrival)
    domain = envelope.sender.path.domain
    signatures = await desk.signers.sign(domain, added, arrival)
    if signatures:
        desk.journal.note(
            MessageSigned(
                at=desk.clock.now(), uuid=session.transaction_id, domain=domain
            )
        )
    fields = received + results + signatures + added
    return Stamped(fields, domain if signatures else None)
