"""EXPUNGE: remove what is marked as deleted. RFC 9051 §6.4.3, UID form §6.4.9"""

from collections.abc import Iterator, Sequence

from glassine.flow.mailbox import flags
from glassine.flow.mailbox.as_seen import Plan, write_as_seen
from glassine.flow.mailbox.desk import MailboxDesk
from glassine.flow.mailbox.news import look_again
from glassine.flow.mailbox.rows import Lost, Sealer, open_marks, pick
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.view import Held
from glassine.store.api.ids import Uid
from glassine.store.api.mailboxes import Filed
from glassine.store.api.store import Books
from glassine.vault.open_account import OpenAccount
from glassine.wire.imap import replies
from glassine.wire.imap.commands import Expunge
from glassine.wire.imap.flags import SystemFlag
from glassine.wire.imap.replies import Reply


async def expunge(desk: MailboxDesk, session: Session, command: Expunge) -> Reply:
    """Remove messages that have \\Deleted; the lines that say so follow."""
    view = session.selected
    if view.read_only:
        return replies.NOT_PERMITTED
    await look_again(desk, session.opened, view)

    opened = session.opened
    wanted = [held.uid for held in _doomed(session, command)]

    async def plan() -> Plan[list[Uid]] | None:
        filed = await desk.store.read(
            lambda books: pick(opened, books, view.mailbox, wanted)
        )
        doomed = [each for each in filed if _is_deleted(opened, each)]
        uids = [each.uid for each in doomed]

        def work(books: Books) -> list[Uid]:
            return books.mailboxes.expunge(view.mailbox, uids)

        sealer = Sealer.of(opened, desk.clock, desk.chance)
        return Plan(doomed, sealer, work) if doomed else None

    gone = await write_as_seen(desk, view, plan)
    if gone:
        view.gone.update(gone)
        desk.notices.changed(view.mailbox)
    return replies.COMPLETED


def _doomed(session: Session, command: Expunge) -> Iterator[Held]:
    view = session.selected
    if command.uids is None:
        among: Sequence[int] = range(len(view.held))
    else:
        among = session.positions(command.uids, uid=True)
    for position in among:
        held = view.held[position]
        if held.head is not None and flags.has(held.head, SystemFlag.DELETED):
            yield held


def _is_deleted(opened: OpenAccount, filed: Filed) -> bool:
    """Ask the row itself: another session may have thought better of it."""
    try:
        return flags.has(open_marks(opened, filed.letter), SystemFlag.DELETED)
    except Lost:
        return False
