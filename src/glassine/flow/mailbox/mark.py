"""STORE: put flags on messages, or take them off. RFC 9051 §6.4.6"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from glassine.flow.mailbox import flags
from glassine.flow.mailbox.as_seen import Plan, write_as_seen
from glassine.flow.mailbox.desk import MailboxDesk, Out
from glassine.flow.mailbox.rows import Lost, Sealer
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.view import Held
from glassine.store.api.ids import Modseq, Uid
from glassine.store.api.mailboxes import Letter
from glassine.store.api.store import Books
from glassine.wire.imap import replies
from glassine.wire.imap.commands import Store
from glassine.wire.imap.flags import Flag
from glassine.wire.imap.options import StoreMode
from glassine.wire.imap.replies import Reply
from glassine.wire.imap.write import fetch

AT_ONCE = 500  # messages sealed and written before others have their turn
Flags: TypeAlias = frozenset[Flag]
Change: TypeAlias = Callable[[Flags], Flags]
"""From the flags that a message has to those that it should have."""


async def mark(desk: MailboxDesk, session: Session, out: Out, command: Store) -> Reply:
    """Change the flags of messages, and say what they are now."""
    view = session.selected
    if view.read_only:
        return replies.NOT_PERMITTED
    positions = session.positions(command.numbers, uid=command.uid)
    chosen = [view.held[position] for position in positions]
    await put_flags(desk, session, chosen, change_of(command))
    answer = replies.COMPLETED
    for held, position in zip(chosen, positions, strict=True):
        try:
            told = fetch.flags(flags.of(held.marks(session.opened)))
        except Lost:
            answer = replies.CORRUPTION
            continue
        view.changed.discard(held.uid)
        if not command.silent:
            number = (fetch.uid(held.uid),) if command.uid else ()
            out.write(fetch.fetch(position + 1, (*number, told)))
    return answer


def change_of(command: Store) -> Change:
    """Return what STORE does to a message's flags."""
    named = command.flags
    match command.mode:
        case StoreMode.REPLACE:
            return lambda _: named
        case StoreMode.ADD:
            return lambda had: had | named
        case StoreMode.REMOVE:
            return lambda had: had - named


async def put_flags(
    desk: MailboxDesk, session: Session, chosen: Sequence[Held], change: Change
) -> set[Uid]:
    """Change flags on disk and in the view; return the UIDs that did change."""
    changed: set[Uid] = set()
    for start in range(0, len(chosen), AT_ONCE):
        some = chosen[start : start + AT_ONCE]
        changed |= await _put_some(desk, session, some, change)
    if changed:
        desk.notices.changed(session.selected.mailbox)
    return changed


async def _put_some(
    desk: MailboxDesk, session: Session, chosen: Sequence[Held], change: Change
) -> set[Uid]:
    view = session.selected
    rows: dict[Uid, tuple[Held, Letter]] = {}

    async def plan() -> Plan[Modseq] | None:
        sealer = Sealer.of(session.opened, desk.clock, desk.chance)
        rows.clear()
        for held in chosen:
            letter = _flagged(session, sealer, held, change)
            if letter is not None and held.uid not in view.gone:
                rows[held.uid] = (held, letter)
        sealed = [(uid, letter) for uid, (_, letter) in rows.items()]
        if not sealed:
            return None

        def work(books: Books) -> Modseq:
            return books.mailboxes.reseal(view.mailbox, sealed)

        return Plan([held for held, _ in rows.values()], sealer, work)

    modseq = await write_as_seen(desk, session.opened, view, plan)
    if modseq is None:
        return set()
    for held, letter in rows.values():
        held.changed(letter, modseq)
    view.wrote(modseq)
    return set(rows)


def _flagged(
    session: Session, sealer: Sealer, held: Held, change: Change
) -> Letter | None:
    """Return the row with its flags changed, or None where they stay as they are."""
    try:
        had = flags.of(held.marks(session.opened))
        wanted = change(had)
        if wanted == had:
            return None
        return sealer.again(held.letter, flags.put(held.card(session.opened), wanted))
    except Lost:
        return None
