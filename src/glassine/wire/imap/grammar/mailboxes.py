"""Read the commands about mailboxes: open, make, name, list, count."""

from glassine.wire.imap.commands import (
    Create,
    Delete,
    Lsub,
    Rename,
    Resync,
    Select,
    Status,
    Subscribe,
    Unsubscribe,
)
from glassine.wire.imap.grammar import words
from glassine.wire.imap.grammar.scan import LARGEST_64, Malformed, Scanner
from glassine.wire.imap.options import SpecialUse, StatusItem
from glassine.wire.imap.sets import SequenceSet
from glassine.words.private import Text

_USES = {use.value.upper(): use for use in SpecialUse}


def select(scan: Scanner, *, read_only: bool = False) -> Select:
    """SELECT, EXAMINE: a mailbox, perhaps parameters. RFC 9051 §6.3.2, RFC 7162"""
    name = _mailbox(scan)
    condstore, resync = False, None
    if scan.skip(b" "):
        for parameter in scan.listed(lambda: _select_parameter(scan)):
            condstore, resync = True, parameter or resync
    return Select(name, read_only, condstore, resync)


def create(scan: Scanner) -> Create:
    """CREATE: a mailbox, perhaps `(USE (\\Drafts))`. RFC 6154 §3"""
    name = _mailbox(scan)
    if not scan.skip(b" "):
        return Create(name)
    scan.need(b"(")
    if scan.word() != b"USE":
        raise Malformed
    scan.space()
    uses = scan.listed(lambda: _use(scan), empty=True)
    scan.need(b")")
    return Create(name, uses)


def delete(scan: Scanner) -> Delete:
    """DELETE: a mailbox."""
    return Delete(_mailbox(scan))


def rename(scan: Scanner) -> Rename:
    """RENAME: a mailbox and its new name."""
    return Rename(_mailbox(scan), _mailbox(scan))


def subscribe(scan: Scanner) -> Subscribe:
    """SUBSCRIBE: a mailbox."""
    return Subscribe(_mailbox(scan))


def unsubscribe(scan: Scanner) -> Unsubscribe:
    """UNSUBSCRIBE: a mailbox."""
    return Unsubscribe(_mailbox(scan))


def lsub(scan: Scanner) -> Lsub:
    """LSUB: a reference and a pattern. RFC 3501 §6.3.9"""
    reference = _mailbox(scan)
    scan.space()
    return Lsub(reference, words.list_mailbox(scan))


def status(scan: Scanner) -> Status:
    """STATUS: a mailbox and what to tell of it."""
    name = _mailbox(scan)
    scan.space()
    return Status(name, status_items(scan))


def status_items(scan: Scanner) -> tuple[StatusItem, ...]:
    """Read the items of STATUS, in parentheses."""
    return scan.listed(lambda: words.one_of(scan, StatusItem))


def _mailbox(scan: Scanner) -> Text:
    scan.space()
    return words.mailbox(scan)


def _use(scan: Scanner) -> SpecialUse | None:
    scan.need(b"\\")
    return _USES.get(b"\\" + scan.word())


def _select_parameter(scan: Scanner) -> Resync | None:
    match scan.word():
        case b"CONDSTORE":
            return None
        case b"QRESYNC":
            scan.space()
            return _resync(scan)
        case _:
            raise Malformed


def _resync(scan: Scanner) -> Resync:
    scan.need(b"(")
    validity = scan.number(least=1)
    scan.space()
    modseq = scan.number(least=1, most=LARGEST_64)
    known, matching = None, None
    if scan.sees(b" ") and not scan.sees(b" ("):
        scan.space()
        known = words.sequence_set(scan)
    if scan.skip(b" "):
        matching = _matching(scan)
    scan.need(b")")
    return Resync(validity, modseq, known, matching)


def _matching(scan: Scanner) -> tuple[SequenceSet, SequenceSet]:
    scan.need(b"(")
    sequence = words.sequence_set(scan)
    scan.space()
    uids = words.sequence_set(scan)
    scan.need(b")")
    return sequence, uids
