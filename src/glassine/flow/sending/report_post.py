"""Seal a report, and put it into its reader's mailbox or on its way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glassine.events.facts import Circumstances
from glassine.events.milestones import Delivered, Queued
from glassine.events.steps import QueueEnded
from glassine.flow.consignment import Consignment
from glassine.flow.filing import Filing, file
from glassine.flow.intake import Arrival, Intake
from glassine.flow.milestones import filed
from glassine.flow.queueing import Posting, queue
from glassine.flow.route import Destination, Elsewhere, Here
from glassine.flow.sending import returning
from glassine.flow.sending.fate import Fate, Origin
from glassine.flow.sending.reporting_desk import ReportingDesk
from glassine.mail import report_letter, trace
from glassine.mail.message_id import message_id
from glassine.trust.dkim_body import BodyHash
from glassine.vault.box import new_message_key
from glassine.words.clock import Seconds
from glassine.words.envelope import Notify, Recipient, Sender
from glassine.words.public import (
    Address,
    DeliveryId,
    Direction,
    Domain,
    HostName,
    MessageIdDigest,
    Size,
    TransactionId,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class ReportPost:
    """A report that is sealed and not yet on disk."""

    uuid: TransactionId
    consignment: Consignment

    def committed(self, desk: ReportingDesk) -> None:
        """It is on disk: wake who watches the mailbox, and show the lines."""
        self.consignment.committed(desk.notices)
        at = desk.clock.now()
        desk.journal.note(QueueEnded(at=at, uuid=self.uuid, verdict=Verdict.OK))
        for milestone in self.consignment.milestones:
            desk.journal.show(milestone)


async def post(
    desk: ReportingDesk,
    origin: Origin,
    fates: Sequence[Fate],
    *,
    uuid: TransactionId,
    to: Address,
    destinations: Sequence[Destination],
) -> ReportPost:
    """Seal a report on these fates for where its reader's mail goes.

    Raises `StoreError`.
    """
    intake = Intake(
        blob=desk.store.new_blob(),
        message_key=new_message_key(desk.chance),
        body_hash=BodyHash(),
    )
    try:
        report = returning.report_on(desk, origin, fates, to=to, uuid=uuid)
        intake.take(report_letter.write(report))
        arrival = intake.finish()
        signed_for, signature = await _signed(desk, fates, arrival, destinations)
    except BaseException:
        intake.abandon()
        raise
    posting = Posting(
        transaction=uuid,
        account=None,
        sender=Sender(None, utf8=report.utf8),  # RFC 3464 §2: the null reverse-path
        arrival=arrival,
        fields=signature,
        message_id=_shown(desk, arrival),
        of=fates[0].delivery if len(fates) == 1 else origin.transaction,
    )
    return ReportPost(uuid, _consign(desk, posting, to, destinations, signed_for))


def _consign(
    desk: ReportingDesk,
    posting: Posting,
    to: Address,
    destinations: Sequence[Destination],
    signed_for: Domain | None,
) -> Consignment:
    recipient = Recipient(to, notify=frozenset({Notify.NEVER}))
    filings = [
        file(desk, posting.arrival, _prefix(where), recipient, where.account)
        for where in destinations
        if isinstance(where, Here)
    ]
    elsewhere = [
        (recipient, where) for where in destinations if isinstance(where, Elsewhere)
    ]
    about = Circumstances(
        direction=Direction.OUTBOUND if elsewhere else Direction.INBOUND, rcpt_to=(to,)
    )
    return Consignment(
        posting.arrival.blob,
        filings,
        queue(desk, posting, elsewhere, first=len(filings) + 1),
        [
            _queued(desk, posting, about, signed_for),
            *_filed(desk, posting, about, filings),
        ],
    )


async def _signed(
    desk: ReportingDesk,
    fates: Sequence[Fate],
    arrival: Arrival,
    destinations: Sequence[Destination],
) -> tuple[Domain | None, bytes]:
    """Sign what goes elsewhere, for the first domain that there are keys of."""
    if not any(isinstance(where, Elsewhere) for where in destinations):
        return None, b""
    for domain in _ours_perhaps(desk.hostname, fates):
        if signature := await desk.signatures.sign(domain, arrival):
            return domain, signature
    return None, b""


def _ours_perhaps(host: HostName, fates: Sequence[Fate]) -> Iterator[Domain]:
    """Yield for whom to sign, best first: what stands in From, or is above it.

    Then the two are aligned (RFC 9989). Else it is the domain the mail was for.
    """
    name = host.name.lower()
    while not name.startswith("[") and name:
        yield Domain(name)
        name = name.partition(".")[2]
    yield from (fate.asked.path.domain for fate in fates)


def _prefix(where: Here) -> bytes:
    return trace.return_path(None) + trace.delivered_to(where.recipient)


def _shown(desk: ReportingDesk, arrival: Arrival) -> MessageIdDigest | None:
    found = message_id(arrival.envelope.message_id)
    return desk.policy.show_message_id(found) if found else None


def _queued(
    desk: ReportingDesk,
    posting: Posting,
    about: Circumstances,
    signed_for: Domain | None,
) -> Queued:
    return Queued(
        at=desk.clock.now(),
        uuid=posting.transaction,
        about=about,
        message_id=posting.message_id,
        size=Size(posting.arrival.scanned.size),
        signed_for=signed_for,
        auth_method=None,
        tls=False,
        of=posting.of,
    )


def _filed(
    desk: ReportingDesk,
    posting: Posting,
    about: Circumstances,
    filings: Sequence[Filing],
) -> list[Delivered]:
    return [
        filed(
            filing,
            at=desk.clock.now(),
            uuid=DeliveryId(f"{posting.transaction}.{number}"),
            about=about,
            message_id=posting.message_id,
            host=desk.hostname,
            delay=Seconds(0),
            of=posting.of,
        )
        for number, filing in enumerate(filings, start=1)
    ]
