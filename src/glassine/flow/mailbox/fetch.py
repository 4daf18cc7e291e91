"""FETCH: say of messages what is asked of them. RFC 9051 §6.4.5

A row is opened only as far as the items need it, and a message only where they ask for
its octets. Long sections are sent while they are read.
"""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack

from glassine.flow.card import Card
from glassine.flow.mailbox import pieces
from glassine.flow.mailbox.desk import MailboxDesk, Out
from glassine.flow.mailbox.mark import put_flags
from glassine.flow.mailbox.pieces import (
    FROM_CARD,
    FROM_MARKS,
    FromMarks,
    Long,
    UnknownEncoding,
    from_marks,
)
from glassine.flow.mailbox.reading import Reading, read_from
from glassine.flow.mailbox.rows import Gone, Lost, open_card, pick
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.view import Held
from glassine.store.api.ids import StoreError, Uid
from glassine.store.api.mailboxes import Filed
from glassine.store.api.store import Books
from glassine.wire.imap import replies
from glassine.wire.imap.commands import Fetch
from glassine.wire.imap.fetch_items import (
    Attribute,
    BinarySection,
    BinarySize,
    BodySection,
    FetchItem,
)
from glassine.wire.imap.flags import SystemFlag
from glassine.wire.imap.replies import Reply
from glassine.wire.imap.write.fetch import fetch as fetch_line

PAUSE_AFTER = 100  # messages; then others have their turn
SEEN = frozenset({SystemFlag.SEEN})


class CutShort(Exception):
    """A literal was begun and cannot be ended; the connection is of no more use."""


async def fetch(desk: MailboxDesk, session: Session, out: Out, command: Fetch) -> Reply:
    """Answer each item for each message."""
    view = session.selected
    positions = session.positions(command.numbers, uid=command.uid)
    seen = await _see(desk, session, positions, command.items)
    quick = from_marks(_items(command, flags_too=False))
    answer = replies.COMPLETED
    for count, position in enumerate(positions, start=1):
        held = view.held[position]
        try:
            if quick is not None:
                _tell_quickly(session, out, position, quick)
            else:
                items = _items(command, flags_too=held.uid in seen)
                await _tell(desk, session, out, position, items)
        except Gone:
            answer = replies.EXPUNGED
        except Lost:
            answer = replies.CORRUPTION
        except UnknownEncoding:
            answer = replies.UNKNOWN_ENCODING
        if count % PAUSE_AFTER == 0:
            await out.drain()
            await asyncio.sleep(0)
    return answer


def _tell_quickly(
    session: Session, out: Out, position: int, answers: Sequence[FromMarks]
) -> None:
    """Say what the head of the row answers: what clients ask of every message."""
    held = session.selected.held[position]
    marks = held.marks
    out.write(fetch_line(position + 1, [answer(held, marks) for answer in answers]))


def _items(command: Fetch, *, flags_too: bool) -> Sequence[FetchItem]:
    items = command.items
    if flags_too and Attribute.FLAGS not in items:
        items = (Attribute.FLAGS, *items)
    if command.uid and Attribute.UID not in items:
        items = (Attribute.UID, *items)
    return items


async def _see(
    desk: MailboxDesk,
    session: Session,
    positions: Sequence[int],
    items: Sequence[FetchItem],
) -> set[Uid]:
    """Set \\Seen where the items do that; return the UIDs that had it not."""
    view = session.selected
    if view.read_only or not any(map(_shows, items)):
        return set()
    chosen = [view.held[position] for position in positions]
    seen = await put_flags(desk, session, chosen, lambda had: had | SEEN)
    view.changed -= seen
    return seen


def _shows(item: FetchItem) -> bool:
    return isinstance(item, BodySection | BinarySection) and not item.peek


async def _tell(
    desk: MailboxDesk,
    session: Session,
    out: Out,
    position: int,
    items: Sequence[FetchItem],
) -> None:
    """Say one FETCH response, once it is sure that all of it can be said."""
    view, opened = session.selected, session.opened
    held = view.held[position]
    opens = not all(isinstance(item, Attribute) for item in items)
    with ExitStack() as stack:

        def open_(books: Books) -> tuple[Card, Reading | None]:
            filed = _one(pick(opened, books, view.mailbox, [held.uid]))
            card = open_card(opened, filed.letter)
            if not opens:
                return card, None
            reading = read_from(books, filed.letter.blob, card)
            return card, stack.enter_context(reading)

        card, reading = await desk.store.look(open_)
        made = [_piece(session, held, item, card, reading) for item in items]
        short = [piece for piece in made if isinstance(piece, bytes)]
        if len(short) == len(made):
            out.write(fetch_line(position + 1, short))
        else:
            await _stream(out, position + 1, made)


def _one(filed: Sequence[Filed]) -> Filed:
    """Return the only letter, or raise `Gone`."""
    if not filed:
        raise Gone
    return filed[0]


def _piece(
    session: Session, held: Held, item: FetchItem, card: Card, reading: Reading | None
) -> bytes | Long:
    if isinstance(item, Attribute):
        quick = FROM_MARKS.get(item)
        if quick is not None:
            return quick(held, held.marks)
        return FROM_CARD[item](card, session.nstring)
    assert reading is not None  # it was opened, as there are such items
    match item:
        case BodySection():
            return pieces.section(item, reading)
        case BinarySection():
            return pieces.binary(item, reading)
        case BinarySize():
            return pieces.binary_size(item, reading)


async def _stream(out: Out, number: int, made: Sequence[bytes | Long]) -> None:
    between = b"* %d FETCH (" % number
    for piece in made:
        out.write(between)
        between = b" "
        if isinstance(piece, bytes):
            out.write(piece)
            continue
        out.write(piece.head)
        try:
            for run in piece.runs():
                out.write(run)
                await out.drain()
        except (Lost, StoreError):
            raise CutShort from None
    out.write(b")\r\n")
