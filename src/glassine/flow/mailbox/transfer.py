"""COPY and MOVE: file messages again elsewhere. RFC 9051 §6.4.7, RFC 6851

The message itself stays where it is: the new row names the same blob, and is sealed
under a letter id of its own.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from glassine.flow.mailbox.as_seen import Plan, write_as_seen
from glassine.flow.mailbox.desk import MailboxDesk, Out
from glassine.flow.mailbox.folders import find
from glassine.flow.mailbox.hints import Way, way_to
from glassine.flow.mailbox.lessons import Lessons
from glassine.flow.mailbox.rows import Lost, Sealer, pick
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.view import Held, View
from glassine.store.api.ids import MailboxId, Uid
from glassine.store.api.mailboxes import Letter
from glassine.store.api.store import Books
from glassine.wire.imap import replies
from glassine.wire.imap.commands import Copy, Move
from glassine.wire.imap.replies import Reply
from glassine.wire.imap.sets import number_set
from glassine.wire.imap.write import codes

PAUSE_AFTER = 200  # rows sealed; then others have their turn


@dataclass(frozen=True, slots=True)
class Transferred:
    """Which messages became which, both in ascending order."""

    sources: Sequence[Uid]
    copies: Sequence[Uid]
    lost: bool  # some could not be read, and stay where they are


async def copy(desk: MailboxDesk, session: Session, command: Copy) -> Reply:
    """Copy messages, all in one transaction."""
    done = await _transfer_to(desk, session, command, move=False)
    if isinstance(done, Reply):
        return done
    code, lost = done
    if lost:
        return replies.CORRUPTION
    return replace(replies.COMPLETED, code=code) if code else replies.COMPLETED


async def move(desk: MailboxDesk, session: Session, out: Out, command: Move) -> Reply:
    """Move messages: there at once, and gone from here. EXPUNGE lines follow."""
    if session.selected.read_only:
        return replies.NOT_PERMITTED
    done = await _transfer_to(desk, session, command, move=True)
    if isinstance(done, Reply):
        return done
    code, lost = done
    if code:  # RFC 6851 §4.3: before the messages are said to be gone
        out.write(replace(replies.COMPLETED, code=code).untagged())
    return replies.CORRUPTION if lost else replies.COMPLETED


async def _transfer_to(
    desk: MailboxDesk, session: Session, command: Copy | Move, *, move: bool
) -> Reply | tuple[bytes, bool]:
    """Return the COPYUID code, and whether some messages could not be read."""
    view = session.selected
    place = await find(desk, session, command.mailbox)
    if place is None:
        return replies.CREATE_IT_FIRST
    target = place.mailbox
    way = await way_to(desk, session, place)
    positions = session.positions(command.numbers, uid=command.uid)
    chosen = [view.held[position] for position in positions]
    done = await transfer(desk, session, view, chosen, target.id, way, move=move)
    if not done.sources:
        return b"", done.lost
    sources, copies = number_set(done.sources), number_set(done.copies)
    return codes.copy_uid(target.uid_validity, sources, copies), done.lost


async def transfer(
    desk: MailboxDesk,
    session: Session,
    view: View,
    chosen: Sequence[Held],
    target: MailboxId,
    way: Way,
    *,
    move: bool,
) -> Transferred:
    """File messages again in the target; with `move`, remove them from the view's."""
    opened = session.opened
    wanted = [held.uid for held in chosen]
    rows: dict[Uid, Letter] = {}
    lost: set[Uid] = set()
    lessons = Lessons(desk, session, way)

    async def plan() -> Plan[list[Uid]] | None:
        sealer = Sealer.of(opened, desk.clock, desk.chance)
        there = await desk.store.read(
            lambda books: pick(opened, books, view.mailbox, wanted)
        )
        rows.clear()
        lessons.taught.clear()
        for count, filed in enumerate(there, start=1):
            try:
                card = await lessons.of_move(filed.letter, opened)
                rows[filed.uid] = sealer.anew(filed.letter.blob, card)
            except Lost:
                lost.add(filed.uid)
            if count % PAUSE_AFTER == 0:
                await asyncio.sleep(0)
        sources, letters = list(rows), list(rows.values())

        def work(books: Books) -> list[Uid]:
            lessons.keep(books)
            copies = books.mailboxes.append(target, letters)
            if move:
                books.mailboxes.expunge(view.mailbox, sources)
            return [each.uid for each in copies]

        return Plan(there, sealer, work) if rows else None

    copies = await write_as_seen(desk, view, plan)
    if copies is None:
        return Transferred((), (), bool(lost))
    lessons.show()
    desk.notices.changed(target)
    if move:
        view.gone.update(rows)
        desk.notices.changed(view.mailbox)
    return Transferred(list(rows), copies, bool(lost))
