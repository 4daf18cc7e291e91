"""CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE. RFC 9051 §6.3.4 to §6.3.8"""

from collections.abc import Iterable

import msgspec

from glassine.flow import folder
from glassine.flow.folder import INBOX, Folder
from glassine.flow.mailbox.desk import MailboxDesk
from glassine.flow.mailbox.empty_inbox import move_inbox
from glassine.flow.mailbox.folders import (
    Place,
    above,
    digest,
    find,
    is_below,
    is_well_formed,
    places,
    written,
)
from glassine.flow.mailbox.session import Session
from glassine.store.api.ids import Duplicate
from glassine.store.api.store import Books
from glassine.wire.imap import replies
from glassine.wire.imap.commands import Create, Delete, Rename
from glassine.wire.imap.options import SpecialUse
from glassine.wire.imap.replies import Reply
from glassine.words.private import Text

VIRTUAL = {SpecialUse.ALL, SpecialUse.FLAGGED}  # views over others; we have none


async def create(desk: MailboxDesk, session: Session, command: Create) -> Reply:
    """Make a folder, and the levels above it that are missing. §6.3.4"""
    name = written(command.mailbox).removesuffix(folder.DELIMITER)
    if not is_well_formed(name):
        return replies.BAD_NAME
    there = await places(desk, session)
    use = _use(command.use, there)
    if use is None:
        return replies.NO_SUCH_USE
    if name in _names(there):
        return replies.ALREADY_EXISTS
    missing = [each for each in above(name) if each not in _names(there)]
    made = [Folder(each, subscribed=False) for each in missing]
    made.append(Folder(name, use, subscribed=False))
    return await _make(desk, session, made)


def _use(wanted: tuple[SpecialUse | None, ...], there: Iterable[Place]) -> str | None:
    """Return what the folder is for; None where that cannot be had. RFC 6154 §3"""
    if not wanted:
        return ""
    use = wanted[0]
    if len(wanted) > 1 or use is None or use in VIRTUAL:
        return None
    word = use.value.decode()
    taken = any(place.folder.use == word for place in there)
    return None if taken else word


async def _make(desk: MailboxDesk, session: Session, made: Iterable[Folder]) -> Reply:
    folders, account = session.opened.folders, session.account
    sealed = [(digest(session, each.name), folder.seal(folders, each)) for each in made]

    def work(books: Books) -> None:
        for name, facts in sealed:
            books.mailboxes.create(account, name, facts)

    try:
        await desk.store.write(work)
    except Duplicate:
        return replies.ALREADY_EXISTS
    return replies.COMPLETED


async def delete(desk: MailboxDesk, session: Session, command: Delete) -> Reply:
    """Remove a folder and its messages; those below it stay. §6.3.5"""
    name = written(command.mailbox)
    if name == INBOX:
        return replies.CANNOT
    place = await find(desk, session, command.mailbox)
    if place is None:
        there = await places(desk, session)
        implied = any(is_below(each.folder.name, name) for each in there)
        return replies.HAS_CHILDREN if implied else replies.NO_SUCH_MAILBOX
    mailbox = place.mailbox.id
    await desk.store.write(lambda books: books.mailboxes.delete(mailbox))
    desk.notices.changed(mailbox)
    return replies.COMPLETED


async def rename(desk: MailboxDesk, session: Session, command: Rename) -> Reply:
    """Give a folder, and all below it, another name. §6.3.6"""
    old, new = written(command.old), written(command.new)
    if not is_well_formed(new):
        return replies.BAD_NAME
    there = await places(desk, session)
    if new in _names(there):
        return replies.ALREADY_EXISTS
    if old == INBOX:
        made = await create(desk, session, Create(command.new))
        return await move_inbox(desk, session, command.new) if _ok(made) else made
    moved = [p for p in there if p.folder.name == old or is_below(p.folder.name, old)]
    if not moved:
        return replies.NO_SUCH_MAILBOX
    if is_below(new, old):
        return replies.CANNOT
    return await _rename(desk, session, there, moved, old, new)


async def _rename(
    desk: MailboxDesk,
    session: Session,
    there: Iterable[Place],
    moved: Iterable[Place],
    old: str,
    new: str,
) -> Reply:
    folders, account = session.opened.folders, session.account
    missing = [each for each in above(new) if each not in _names(there)]
    made = [Folder(each, subscribed=False) for each in missing]
    renamed = [
        (place.mailbox.id, _called(place.folder, new + place.folder.name[len(old) :]))
        for place in moved
    ]

    def work(books: Books) -> None:
        for each in made:
            facts = folder.seal(folders, each)
            books.mailboxes.create(account, digest(session, each.name), facts)
        for mailbox, each in renamed:
            facts = folder.seal(folders, each)
            books.mailboxes.rename(mailbox, digest(session, each.name), facts)

    try:
        await desk.store.write(work)
    except Duplicate:
        return replies.ALREADY_EXISTS
    return replies.COMPLETED


async def subscribe(
    desk: MailboxDesk, session: Session, name: Text, *, wanted: bool
) -> Reply:
    """Put a folder on the list that LSUB shows, or take it off. §6.3.7, §6.3.8"""
    place = await find(desk, session, name)
    if place is None:
        return replies.NO_SUCH_MAILBOX
    facts = msgspec.structs.replace(place.folder, subscribed=wanted)
    sealed = folder.seal(session.opened.folders, facts)
    box = place.mailbox
    await desk.store.write(
        lambda books: books.mailboxes.rename(box.id, box.digest, sealed)
    )
    return replies.COMPLETED


def _names(there: Iterable[Place]) -> set[str]:
    return {place.folder.name for place in there}


def _called(facts: Folder, name: str) -> Folder:
    return msgspec.structs.replace(facts, name=name)


def _ok(reply: Reply) -> bool:
    return reply is replies.COMPLETED
