"""STORE: put flags on messages, or take them off. RFC 9051 §6.4.6"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import TypeAlias

from glassine.flow.card import Card
from glassine.flow.mailbox import flags
from glassine.flow.mailbox.as_seen import Plan, write_as_seen
from glassine.flow.mailbox.desk import MailboxDesk, Out
from glassine.flow.mailbox.hints import (
    NO_WAY,
    could_teach,
    lesson_of_flags,
    way_of_none,
)
from glassine.flow.mailbox.lessons import Lessons
from glassine.flow.mailbox.news import look_again
from glassine.flow.mailbox.rows import Lost, Sealer, open_card, pick
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.view import Held
from glassine.store.api.ids import Modseq, Uid
from glassine.store.api.mailboxes import Filed
from glassine.store.api.store import Books
from glassine.vault.open_account import OpenAccount
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
    if command.unchanged_since is not None:
        return replies.CANNOT  # CONDSTORE is not offered, and must not be ignored
    positions = session.positions(command.numbers, uid=command.uid)
    chosen = [view.held[position] for position in positions]
    await put_flags(desk, session, chosen, change_of(command))
    answer = replies.COMPLETED
    for held, position in zip(chosen, positions, strict=True):
        try:
            told = fetch.flags(flags.of(held.marks))
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
    await look_again(desk, session.opened, session.selected)
    for start in range(0, len(chosen), AT_ONCE):
        some = chosen[start : start + AT_ONCE]
        changed |= await _put_some(desk, session, some, change)
    if changed:
        desk.notices.changed(session.selected.mailbox)
    return changed


async def _put_some(
    desk: MailboxDesk, session: Session, chosen: Sequence[Held], change: Change
) -> set[Uid]:
    view, opened = session.selected, session.opened
    wanted = [held.uid for held in chosen if _differs(held, change)]
    if not wanted:
        return set()
    cards: dict[Uid, Card] = {}
    taught = any(_teaches(held, change) for held in chosen)
    way = await way_of_none(desk, session) if taught else NO_WAY
    lessons = Lessons(desk, session, way)

    async def plan() -> Plan[Modseq] | None:
        sealer = Sealer.of(opened, desk.clock, desk.chance)
        filed = await desk.store.read(
            lambda books: pick(opened, books, view.mailbox, wanted)
        )
        cards.clear()
        lessons.taught.clear()
        cards.update([each async for each in _flagged(lessons, opened, filed, change)])
        to_write = [each for each in filed if each.uid in cards]
        rows = [(f.uid, sealer.again(f.letter, cards[f.uid])) for f in to_write]

        def work(books: Books) -> Modseq:
            lessons.keep(books)
            return books.mailboxes.reseal(view.mailbox, rows)

        return Plan(to_write, sealer, work) if rows else None

    modseq = await write_as_seen(desk, view, plan)
    if modseq is None:
        return set()
    for held in chosen:
        if held.uid in cards:
            held.head, held.modseq = cards[held.uid].marks, modseq
    view.wrote(modseq)
    lessons.show()
    return set(cards)


def _differs(held: Held, change: Change) -> bool:
    """Tell whether there is something to do, as far as we know."""
    if held.head is None:
        return False
    had = flags.of(held.head)
    return change(had) != had


def _teaches(held: Held, change: Change) -> bool:
    """Tell whether the change could teach anything, as far as we know."""
    if held.head is None:
        return False
    had = flags.of(held.head)
    return could_teach(had, change(had))


async def _flagged(
    lessons: Lessons, opened: OpenAccount, filed: Iterable[Filed], change: Change
) -> AsyncIterator[tuple[Uid, Card]]:
    """Yield the cards with their flags changed, and with what that teaches."""
    for each in filed:
        try:
            card = open_card(opened, each.letter)
        except Lost:
            continue
        had = flags.of(card)
        has = change(had)
        kind = lesson_of_flags(had, has, lessons.way.source)
        if kind is not None:
            card = await lessons.teach(each.letter, card, kind)
        yield each.uid, flags.put(card, has)
