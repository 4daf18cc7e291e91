"""Trace fields and signatures: written before the message, never into it."""

from dataclasses import dataclass

from glassine.events.steps import MessageSigned
from glassine.flow.desk import Desk
from glassine.flow.intake import Arrival
from glassine.flow.session import Session
from glassine.mail import trace
from glassine.words.envelope import Envelope
from glassine.words.public import Address, Domain, Protocol


@dataclass(frozen=True, slots=True)
class Stamped:
    """The header fields that all recipients share, and for whom they are signed."""

    fields: bytes
    signed_for: Domain | None

    def for_recipient(
        self, envelope: Envelope, recipient: Address, judged: bytes = b""
    ) -> bytes:
        """Return the whole prefix for one mailbox. RFC 5321 §4.4"""
        return (
            trace.return_path(envelope.sender.path)
            + trace.delivered_to(recipient)
            + judged
            + self.fields
        )


async def stamp(
    desk: Desk, session: Session, envelope: Envelope, arrival: Arrival
) -> Stamped:
    """Return the fields to put before the message; sign what our own people send."""
    path = envelope.sender.path
    if session.entry is None:
        # The message may begin with white space and so continue the last field.
        fields = _results(desk, session) + _received(desk, session, envelope)
        return Stamped(fields, None)
    signatures = b""
    if path is not None:
        signatures = await desk.signatures.sign(path.domain, arrival)
    if path is not None and signatures:
        desk.journal.note(
            MessageSigned(
                at=desk.clock.now(), uuid=session.transaction_id, domain=path.domain
            )
        )
    fields = _received(desk, session, envelope) + signatures + arrival.added
    return Stamped(fields, path.domain if path and signatures else None)


def _received(desk: Desk, session: Session, envelope: Envelope) -> bytes:
    recipients, tls = envelope.recipients, session.tls
    return trace.received(
        client=None if _hidden(desk, session) else _client(session),
        by=desk.hostname,
        transport=trace.Transport(
            lmtp=session.protocol is Protocol.LMTP,
            extended=session.esmtp,
            tls=tls is not None,
            auth=session.entry is not None,
            utf8=envelope.sender.utf8,
        ),
        tls=tls,
        transaction=session.transaction_id,
        recipient=recipients[0].path if len(recipients) == 1 else None,
        now=desk.clock.now(),
    )


def _results(desk: Desk, session: Session) -> bytes:
    if desk.policy.own_networks.reason(session.remote.ip) is not None:
        return trace.no_results(desk.hostname)
    return trace.reverse_dns(desk.hostname, _client(session))


def _hidden(desk: Desk, session: Session) -> bool:
    return desk.policy.hide_submitter and session.entry is not None


def _client(session: Session) -> trace.Client:
    assert session.helo is not None  # the engine's table: HELO comes first
    return trace.Client(session.helo, session.remote.ip, session.rdns)
