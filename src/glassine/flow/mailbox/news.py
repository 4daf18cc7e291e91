"""What others have done to the selected mailbox: learnt now, told when it may be.

EXPUNGE changes what numbers mean, so it is never sent while a command that goes by
numbers is answered. RFC 9051 §7.5.1
"""

from collections.abc import Iterator
from contextlib import suppress

from glassine.flow.mailbox import flags
from glassine.flow.mailbox.desk import MailboxDesk, Out
from glassine.flow.mailbox.rows import Lost, learn
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.view import Held, View, heads
from glassine.store.api.ids import Modseq, StoreError, Uid
from glassine.store.api.store import Books
from glassine.vault.open_account import OpenAccount
from glassine.wire.imap.write import fetch
from glassine.wire.imap.write.mailbox import exists_line, expunge_line


async def look_again(desk: MailboxDesk, opened: OpenAccount, view: View) -> None:
    """Bring the view up to the store; the client is told nothing yet."""
    now = await desk.store.look(lambda books: books.mailboxes.get(view.mailbox))
    if now is None:  # somebody has deleted it: nothing of it is left
        view.gone.update(view.uids)
        return
    if now.highest_modseq == view.modseq:
        return

    def read(books: Books) -> tuple[Modseq, list[Held], list[Uid]]:
        now = books.mailboxes.get(view.mailbox)
        filed = books.mailboxes.letters(view.mailbox, since=view.modseq)
        learn(opened, books, (each.letter for each in filed))
        expunged = books.mailboxes.expunged(view.mailbox, view.modseq)
        modseq = now.highest_modseq if now else view.modseq
        return modseq, heads(opened, filed), expunged

    modseq, fresh, expunged = await desk.store.read(read)
    view.merge(fresh, expunged)
    view.modseq = modseq


async def tell(
    desk: MailboxDesk, session: Session, out: Out, *, expunges: bool
) -> None:
    """Tell what is new; of what is gone only where that may be said now.

    Where the store does not answer, what it said last is told, and the rest next time.
    """
    with suppress(StoreError):
        await look_again(desk, session.opened, session.selected)
    for line in told(session, expunges=expunges):
        out.write(line)


def told(session: Session, *, expunges: bool) -> Iterator[bytes]:
    """Yield what the client has not heard yet, and count it as heard."""
    view = session.selected
    if expunges:
        for position in view.let_go():
            yield expunge_line(position + 1)
    if view.let_in():
        yield exists_line(len(view.uids))
    changed, view.changed = view.changed, set()
    for uid in sorted(changed):
        at = view.at(uid)
        if at is not None:
            yield from _flags(session, at)


def _flags(session: Session, position: int) -> Iterator[bytes]:
    held = session.selected.held[position]
    try:
        marks = held.marks
    except Lost:
        return
    pieces = (fetch.uid(held.uid), fetch.flags(flags.of(marks)))
    yield fetch.fetch(position + 1, pieces)
