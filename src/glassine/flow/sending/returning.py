"""What of fates, and of the message itself, the sender is shown in a report.

What another server said goes to the sender word for word: it may quote the message,
and the message is the sender's own. The report is a private word, and is sealed; the
operator has the scrubbed form, in the event.

Where an alias led the mail elsewhere, the report speaks of the address that was
written to. The address behind it, its server and that server's words are the business
of who owns the alias. RFC 3464 §4.3
"""

from collections.abc import Sequence

from glassine.flow.sending.fate import Content, Fate, Origin
from glassine.flow.sending.reporting_desk import ReportingDesk
from glassine.mail import report_letter
from glassine.mail.report import Action, Fared, Report, Returned, Said
from glassine.store.api.ids import StoreError
from glassine.vault.suite import Damaged
from glassine.wire.smtp.answer import Answer
from glassine.words.clock import Milliseconds
from glassine.words.envelope import Ret
from glassine.words.public import Address, TransactionId

WHOLE = 256 * 1024  # octets; of a longer message the header goes back
HEADER = 64 * 1024


def report_on(
    desk: ReportingDesk,
    origin: Origin,
    fates: Sequence[Fate],
    *,
    to: Address,
    uuid: TransactionId,
) -> Report:
    """Return all that the report will say."""
    now = desk.clock.now()
    returned = _returned(origin, fates)
    fared = [_fared(fate, now) for fate in fates]
    return Report(
        reporter=desk.hostname,
        unique=uuid.lower(),
        to=to,
        now=now,
        arrived=origin.arrived,
        received_from=origin.came_from,
        envelope_id=origin.sender.envid,
        fared=fared,
        returned=returned,
        utf8=_needs_utf8(origin, [to, *(each.final for each in fared)], returned),
    )


def _needs_utf8(
    origin: Origin, addresses: list[Address], returned: Returned | None
) -> bool:
    """Tell whether an address, or the header of mail for SMTPUTF8, is not ASCII."""
    if not all(str(address).isascii() for address in addresses):
        return True
    if returned is None or not origin.sender.utf8:
        return False
    return not report_letter.header_of(returned.octets).isascii()


def _fared(fate: Fate, now: Milliseconds) -> Fared:
    return Fared(
        original=fate.asked.orcpt,
        final=fate.asked.path,
        action=fate.action,
        status=fate.status,
        said=_said(fate),
        tried=now,
        until=fate.until,
        log_id=fate.delivery,
    )


def _said(fate: Fate) -> Said | None:
    said = fate.said
    if said is None:
        return None
    if fate.forwarded:
        words = "the address stands for another, and that was the trouble there"
        return Said(host=None, code=said.code, words=words, ours=True)
    if isinstance(said, Answer):
        words = said.text.reveal().decode("utf-8", "replace")
        return Said(host=fate.host, code=said.code, words=words, ours=False)
    return Said(host=None, code=said.code, words=said.words, ours=True)


def _returned(origin: Origin, fates: Sequence[Fate]) -> Returned | None:
    """Return what goes back of the message; nothing where it cannot be read.

    The whole of it only if it was asked for and there was a failure. RFC 3461 §4.3
    """
    if origin.content is None:
        return None
    failed = any(fate.action is Action.FAILED for fate in fates)
    whole = failed and origin.sender.ret is Ret.FULL
    try:
        octets = _beginning(origin.content, WHOLE if whole else HEADER)
    except (Damaged, StoreError):
        return None
    if whole and len(octets) <= WHOLE and report_letter.fits(octets):
        return Returned(octets, whole=True)
    return Returned(report_letter.header_of(octets[:HEADER]), whole=False)


def _beginning(content: Content, enough: int) -> bytes:
    """Return the first octets of a message: more than enough, or all there are."""
    octets = bytearray()
    for run in content():
        octets += run.reveal()
        if len(octets) > enough:
            break
    return bytes(octets)
