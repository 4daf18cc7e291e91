"""APPEND: take messages from the client as they come, file them all or none. RFC 3502

Each message is scanned and sealed while it streams in, as one that comes by SMTP is.
"""

from dataclasses import replace

from glassine.flow.card import Card
from glassine.flow.intake import Arrival, Intake
from glassine.flow.mailbox import flags, news
from glassine.flow.mailbox.appending import Appending
from glassine.flow.mailbox.desk import MailboxDesk, Out
from glassine.flow.mailbox.folders import find
from glassine.flow.mailbox.rows import Sealer
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.standing import check_standing
from glassine.store.api.ids import Full, Missing, StoreError
from glassine.store.api.mailboxes import Filed, Letter
from glassine.store.api.store import Books
from glassine.vault.box import new_message_key
from glassine.wire.imap import replies
from glassine.wire.imap.events import AppendBegun
from glassine.wire.imap.replies import Reply
from glassine.wire.imap.sets import NumberSet, number_set
from glassine.wire.imap.write import codes
from glassine.words.private import Message


async def begin(
    desk: MailboxDesk, session: Session, begun: AppendBegun
) -> Reply | None:
    """A message is announced: get ready for it, or return why it may not come.

    Raises `Revoked`.
    """
    if session.appending is None:
        try:
            await check_standing(desk, session)
            place = await find(desk, session, begun.mailbox)
        except StoreError as error:
            return refusal(error)
        if place is None:
            return replies.CREATE_IT_FIRST
        session.appending = Appending(place.mailbox)
    appending = session.appending
    if appending.failure is None:
        appending.begun = begun
        appending.intake = Intake(
            blob=desk.store.new_blob(),
            message_key=new_message_key(desk.chance),
            body_hash=None,
        )
    return None


def take(session: Session, run: Message) -> None:
    """Seal some more of the message; a failure is told at the end of the command."""
    appending = session.appending
    if appending is None or appending.intake is None:
        return
    try:
        appending.intake.take(run)
    except StoreError as error:
        appending.spoil(refusal(error))


def whole(session: Session) -> None:
    """The message is complete; another may follow."""
    appending = session.appending
    if appending is None or appending.intake is None or appending.begun is None:
        return
    try:
        arrival = appending.intake.finish()
    except StoreError as error:
        appending.spoil(refusal(error))
        return
    appending.whole.append((appending.begun, arrival))
    appending.intake = None


def drop(session: Session) -> None:
    """The command went wrong, or the client has gone: forget its messages."""
    if session.appending is not None:
        session.appending.abandon()
        session.appending = None


async def file(desk: MailboxDesk, session: Session, out: Out) -> Reply:
    """File what came, in one transaction; tell of it where that mailbox is open.

    Raises `Revoked`.
    """
    appending, session.appending = session.appending, None
    assert appending is not None  # the engine ends only what it began
    if appending.failure is not None:
        return appending.failure
    try:
        await check_standing(desk, session)
        uids = await _file(desk, session, appending)
        if session.view is not None:
            await news.tell(desk, session, out, expunges=True)
    except Missing:
        return replies.CREATE_IT_FIRST  # it was deleted a moment ago
    except StoreError as error:
        return refusal(error)
    finally:
        appending.abandon()  # what was committed stays
    code = codes.append_uid(appending.mailbox.uid_validity, uids)
    return replace(replies.COMPLETED, code=code)


async def _file(desk: MailboxDesk, session: Session, appending: Appending) -> NumberSet:
    sealer = Sealer.of(session.opened, desk.clock, desk.chance)
    letters = [_letter(desk, sealer, *each) for each in appending.whole]

    def work(books: Books) -> list[Filed]:
        sealer.keep_keys(books)
        for _, arrival in appending.whole:
            books.blobs.keep(arrival.blob)
        return books.mailboxes.append(appending.mailbox.id, letters)

    filed = await desk.store.write(work)
    sealer.committed()
    desk.notices.changed(appending.mailbox.id)
    return number_set(each.uid for each in filed)


def refusal(error: StoreError) -> Reply:
    """Return what a client is told when the store cannot do it."""
    return replies.OVER_QUOTA if isinstance(error, Full) else replies.UNAVAILABLE


def _letter(
    desk: MailboxDesk, sealer: Sealer, begun: AppendBegun, arrival: Arrival
) -> Letter:
    scanned = arrival.scanned
    card = Card(
        flags=frozenset(),
        keywords=frozenset(),
        size=scanned.size,
        arrived=begun.internal_date or desk.clock.now(),
        message_key=arrival.message_key.reveal(),
        prefix=b"",
        root=scanned.root,
        envelope=scanned.envelope,
        preview=scanned.preview,
    )
    return sealer.anew(arrival.blob.id, flags.put(card, begun.flags))
