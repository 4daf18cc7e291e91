"""STATUS: tell of a mailbox without selecting it. RFC 9051 §6.3.11"""

from collections.abc import Iterable, Iterator, Mapping

from glassine.flow.card import Marks
from glassine.flow.mailbox.desk import MailboxDesk, Out
from glassine.flow.mailbox.folders import Place, find
from glassine.flow.mailbox.rows import Lost, learn, open_marks
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.tally import Tally, tally
from glassine.store.api.mailboxes import Letter, Mailbox
from glassine.store.api.store import Books
from glassine.vault.open_account import OpenAccount
from glassine.wire.imap import replies
from glassine.wire.imap.commands import Status
from glassine.wire.imap.options import StatusItem
from glassine.wire.imap.replies import Reply
from glassine.wire.imap.write.listing import status_line
from glassine.words.private import Text

COUNTED = {StatusItem.UNSEEN, StatusItem.DELETED, StatusItem.SIZE}
"""The items for which each row has to be opened."""


async def status(
    desk: MailboxDesk, session: Session, out: Out, command: Status
) -> Reply:
    """Answer the items for one mailbox."""
    place = await find(desk, session, command.mailbox)
    if place is None:
        return replies.NO_SUCH_MAILBOX
    await tell_status(desk, session, out, place, command.items)
    return replies.COMPLETED


async def tell_status(
    desk: MailboxDesk,
    session: Session,
    out: Out,
    place: Place,
    items: Iterable[StatusItem],
) -> None:
    """Say one STATUS response."""
    wanted = list(items)
    box, sums = place.mailbox, Tally(0, 0, 0)
    if COUNTED.intersection(wanted):
        box, sums = await _counted(desk, session, box)
    facts = _facts(session, box, sums)
    told = {item: facts[item] for item in wanted}
    name = Text(place.folder.name.encode())
    out.write(status_line(name, told, utf8=session.utf8))


def _facts(session: Session, box: Mailbox, sums: Tally) -> Mapping[StatusItem, int]:
    return {
        StatusItem.MESSAGES: box.messages,
        StatusItem.RECENT: 0,  # IMAP4rev2 has none, and RFC 3501 allows it
        StatusItem.UIDNEXT: box.uid_next,
        StatusItem.UIDVALIDITY: box.uid_validity,
        StatusItem.UNSEEN: sums.unseen,
        StatusItem.DELETED: sums.deleted,
        StatusItem.SIZE: sums.octets,
        StatusItem.HIGHESTMODSEQ: box.highest_modseq,
        StatusItem.APPENDLIMIT: session.append_limit,
    }


async def _counted(
    desk: MailboxDesk, session: Session, box: Mailbox
) -> tuple[Mailbox, Tally]:
    """Return the sums, and the mailbox at the same moment."""
    known = session.tallies.find(box.id, box.highest_modseq)
    if known is not None:
        return box, known
    opened = session.opened

    def count(books: Books) -> tuple[Mailbox, Tally]:
        now = books.mailboxes.get(box.id) or box
        letters = [filed.letter for filed in books.mailboxes.letters(box.id)]
        learn(opened, books, letters)
        return now, tally(_readable(opened, letters))

    now, sums = await desk.store.read(count)
    session.tallies.keep(now.id, now.highest_modseq, sums)
    return now, sums


def _readable(opened: OpenAccount, letters: Iterable[Letter]) -> Iterator[Marks]:
    for letter in letters:
        try:
            yield open_marks(opened, letter)
        except Lost:
            continue
