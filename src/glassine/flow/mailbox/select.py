"""SELECT, EXAMINE, CLOSE, UNSELECT. RFC 9051 §6.3.2, §6.3.3, §6.4.1, §6.4.2"""

from dataclasses import replace

from glassine.flow.mailbox import flags
from glassine.flow.mailbox.desk import MailboxDesk, Out
from glassine.flow.mailbox.expunge import expunge
from glassine.flow.mailbox.folders import find
from glassine.flow.mailbox.rows import learn
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.view import Held, View, heads
from glassine.store.api.mailboxes import Mailbox
from glassine.store.api.store import Books
from glassine.wire.imap import replies
from glassine.wire.imap.commands import Expunge, Select
from glassine.wire.imap.replies import Reply
from glassine.wire.imap.write import codes
from glassine.wire.imap.write.flags import flags_line
from glassine.wire.imap.write.listing import list_line
from glassine.wire.imap.write.mailbox import exists_line, recent_line
from glassine.words.private import Text


async def select(
    desk: MailboxDesk, session: Session, out: Out, command: Select
) -> Reply:
    """Open a mailbox in place of the one that is open."""
    if session.view is not None:
        session.deselect()
        out.write(replies.DESELECTED.untagged())
    place = await find(desk, session, command.mailbox)
    if place is None:
        return replies.NO_SUCH_MAILBOX
    read_only = command.read_only
    session.view = await open_view(desk, session, place.mailbox, read_only=read_only)
    _describe(session, out, place.mailbox)
    if session.rev2:
        name = Text(place.folder.name.encode())
        out.write(list_line(name, utf8=session.utf8))
    return replies.READ_ONLY if read_only else replies.READ_WRITE


async def open_view(
    desk: MailboxDesk, session: Session, mailbox: Mailbox, *, read_only: bool
) -> View:
    """Read the heads of all rows; the rows themselves are not kept in memory."""
    opened = session.opened

    def read(books: Books) -> tuple[Mailbox, list[Held]]:
        now = books.mailboxes.get(mailbox.id) or mailbox
        filed = books.mailboxes.letters(mailbox.id)
        learn(opened, books, (each.letter for each in filed))
        return now, heads(opened, filed)

    now, held = await desk.store.read(read)
    return View(now, held, read_only=read_only)


def _describe(session: Session, out: Out, mailbox: Mailbox) -> None:
    view = session.selected
    permanent = () if view.read_only else flags.OFFERED
    uid_next = max(mailbox.uid_next, view.uids[-1] + 1 if view.uids else 0)
    out.write(flags_line(flags.OFFERED))
    out.write(exists_line(len(view.uids)))
    if not session.rev2:
        out.write(recent_line(0))
    for code in (
        codes.permanent_flags(permanent, new_keywords=not view.read_only),
        codes.uid_validity(view.uid_validity),
        codes.uid_next(uid_next),
    ):
        out.write(replace(replies.STATED, code=code).untagged())


async def close(desk: MailboxDesk, session: Session) -> Reply:
    """Remove what is marked as deleted, without a word of it, and close. §6.4.1"""
    if not session.selected.read_only:
        await expunge(desk, session, Expunge())
    session.deselect()
    return replies.COMPLETED
