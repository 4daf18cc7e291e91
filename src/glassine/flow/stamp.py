"""Trace fields and signatures: written before the message, never into it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from glassine.events.facts import Checked
from glassine.events.steps import MessageSigned
from glassine.flow.desk import Desk
from glassine.flow.intake import Arrival
from glassine.flow.judging.authentication import Authenticity
from glassine.flow.session import Session
from glassine.mail import trace
from glassine.trust import auth_results
from glassine.trust.auth_results import Statement
from glassine.trust.reverse_dns import iprev
from glassine.words.envelope import Envelope
from glassine.words.public import Address, Domain, Protocol


@dataclass(frozen=True, slots=True)
class Stamped:
    """The header fields that all recipients share, and for whom they are signed."""

    fields: bytes
    signed_for: Domain | None
    seals: Mapping[Domain, bytes] = field(default_factory=dict)  # where it goes on

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
    desk: Desk,
    session: Session,
    envelope: Envelope,
    arrival: Arrival,
    authenticity: Authenticity | None = None,
) -> Stamped:
    """Return the fields to put before the message; sign what our own people send."""
    path = envelope.sender.path
    if session.entry is None:
        return await _stamped(desk, session, envelope, arrival, authenticity)
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


async def _stamped(
    desk: Desk,
    session: Session,
    envelope: Envelope,
    arrival: Arrival,
    authenticity: Authenticity | None,
) -> Stamped:
    """Say what was found of mail from outside; seal that where the mail goes on."""
    statements = list(_statements(desk, session, envelope, authenticity))
    # The message may begin with white space and so continue the last field.
    received = _received(desk, session, envelope)
    fields = auth_results.field(desk.hostname, statements) + received
    if authenticity is None or arrival.body_hash is None:
        return Stamped(fields, None)
    assert session.transaction is not None
    seals = await desk.signatures.seal(
        [routed.recipient.path.domain for routed in session.transaction.routed],
        arrival,
        fields=fields,
        results=auth_results.payload(desk.hostname, statements),
        chain=authenticity.signed.arc,
    )
    return Stamped(fields, None, seals)


def _statements(
    desk: Desk,
    session: Session,
    envelope: Envelope,
    found: Authenticity | None,
) -> Iterator[Statement]:
    """Yield what was checked of the sender; of our own networks nothing is."""
    ip, helo = session.remote.ip, session.helo
    if desk.policy.own_networks.reason(ip) is not None:
        return
    named = iprev(session.rdns, session.findings)
    yield from auth_results.of_reverse_dns(ip, named)
    if found is None or helo is None:
        return
    if found.spf.mail_from.result is not Checked.UNCHECKED:
        sender = envelope.sender.path
        yield from auth_results.of_spf(found.spf, helo=helo, mail_from=sender)
    yield from auth_results.of_dkim(found.signed.dkim)
    if found.dmarc.result is not Checked.UNCHECKED:
        yield from auth_results.of_dmarc(found.dmarc)
    yield from auth_results.of_arc(found.signed.arc, ip)


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


def _hidden(desk: Desk, session: Session) -> bool:
    return desk.policy.hide_submitter and session.entry is not None


def _client(session: Session) -> trace.Client:
    assert session.helo is not None  # the engine's table: HELO comes first
    return trace.Client(session.helo, session.remote.ip, session.rdns)
