"""Every command and the verb that carries it out; then the news, where it may be told.

This is the middle of IMAP: what is not about bytes, TLS or waiting comes through here.
"""

from typing import assert_never

from glassine.flow.mailbox import keep_folders, listing, log_in, news, select, transfer
from glassine.flow.mailbox.append import refusal
from glassine.flow.mailbox.desk import MailboxDesk, Out
from glassine.flow.mailbox.expunge import expunge
from glassine.flow.mailbox.fetch import fetch
from glassine.flow.mailbox.mark import mark
from glassine.flow.mailbox.search import search
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.standing import check_standing
from glassine.flow.mailbox.status import status
from glassine.flow.mailbox.view import NoSuchMessage
from glassine.store.api.ids import Missing, StoreError
from glassine.wire.imap import commands as asked
from glassine.wire.imap import replies
from glassine.wire.imap.options import Extension
from glassine.wire.imap.replies import Reply
from glassine.wire.imap.write.listing import namespace_line
from glassine.wire.imap.write.mailbox import capability_line, enabled_line, id_line
from glassine.wire.sasl.steps import Challenge

OFFERED = {Extension.REV2, Extension.UTF8}
ABOUT_US = ((b"name", b"Glassine"),)


async def carry_out(
    desk: MailboxDesk, session: Session, out: Out, tag: bytes, command: asked.Command
) -> Reply | Challenge:
    """Do what the command asks; return what ends it. What the store cannot is a NO.

    Raises `Revoked`.
    """
    view = session.view
    try:
        if not isinstance(command, asked.Logout):  # who leaves may always leave
            await check_standing(desk, session)
        answer = await _verb(desk, session, out, tag, command)
    except NoSuchMessage:
        return replies.NO_SUCH_MESSAGE
    except Missing:
        return replies.NO_SUCH_MAILBOX  # it was deleted a moment ago
    except StoreError as error:
        return refusal(error)
    if view is not None and session.view is view:
        await news.tell(desk, session, out, expunges=_may_expunge(command))
    return answer


def _may_expunge(command: asked.Command) -> bool:
    """Tell whether EXPUNGE may be said now. RFC 9051 §7.5.1"""
    match command:
        case asked.Fetch(uid=False) | asked.Store(uid=False) | asked.Search(uid=False):
            return False
        case _:
            return True


async def _verb(
    desk: MailboxDesk, session: Session, out: Out, tag: bytes, command: asked.Command
) -> Reply | Challenge:
    match command:
        case asked.Noop() | asked.Check() | asked.Done() | asked.Idle():
            return replies.COMPLETED
        case asked.StartTls():
            return replies.BEGIN_TLS
        case asked.Logout():
            out.write(replies.BYE.untagged())
            return replies.COMPLETED
        case asked.Login():
            return await log_in.log_in(desk, session, command)
        case asked.Authenticate():
            return await log_in.authenticate(desk, session, command)
        case asked.Capability() | asked.Id() | asked.Enable() | asked.Namespace():
            return _about_us(desk, session, out, command)
        case asked.Select() | asked.Close() | asked.Unselect():
            return await _open_or_close(desk, session, out, command)
        case asked.Search():
            return await search(desk, session, out, tag, command)
        case (
            asked.Fetch()
            | asked.Store()
            | asked.Copy()
            | asked.Move()
            | asked.Expunge()
        ):
            return await _about_messages(desk, session, out, command)
        case _:
            return await _about_folders(desk, session, out, command)


async def _open_or_close(
    desk: MailboxDesk,
    session: Session,
    out: Out,
    command: asked.Select | asked.Close | asked.Unselect,
) -> Reply:
    match command:
        case asked.Select():
            return await select.select(desk, session, out, command)
        case asked.Close():
            return await select.close(desk, session)
        case asked.Unselect():
            session.deselect()
            return replies.COMPLETED


async def _about_messages(
    desk: MailboxDesk,
    session: Session,
    out: Out,
    command: asked.Fetch | asked.Store | asked.Copy | asked.Move | asked.Expunge,
) -> Reply:
    match command:
        case asked.Fetch():
            return await fetch(desk, session, out, command)
        case asked.Store():
            return await mark(desk, session, out, command)
        case asked.Copy():
            return await transfer.copy(desk, session, command)
        case asked.Move():
            return await transfer.move(desk, session, out, command)
        case asked.Expunge():
            return await expunge(desk, session, command)


def _about_us(
    desk: MailboxDesk,
    session: Session,
    out: Out,
    command: asked.Capability | asked.Id | asked.Enable | asked.Namespace,
) -> Reply:
    match command:
        case asked.Capability():
            out.write(capability_line(log_in.offered(desk, session)))
        case asked.Id():
            out.write(id_line(ABOUT_US))
        case asked.Namespace():
            out.write(namespace_line())
        case asked.Enable(wanted):
            fresh = (wanted & OFFERED) - session.enabled
            session.enabled |= fresh
            out.write(enabled_line(sorted(fresh, key=lambda one: one.value)))
    return replies.COMPLETED


async def _about_folders(
    desk: MailboxDesk,
    session: Session,
    out: Out,
    command: asked.Create
    | asked.Delete
    | asked.Rename
    | asked.Subscribe
    | asked.Unsubscribe
    | asked.List
    | asked.Lsub
    | asked.Status,
) -> Reply:
    match command:
        case asked.Create():
            return await keep_folders.create(desk, session, command)
        case asked.Delete():
            return await keep_folders.delete(desk, session, command)
        case asked.Rename():
            return await keep_folders.rename(desk, session, command)
        case asked.Subscribe(name):
            return await keep_folders.subscribe(desk, session, name, wanted=True)
        case asked.Unsubscribe(name):
            return await keep_folders.subscribe(desk, session, name, wanted=False)
        case asked.List():
            return await listing.list_(desk, session, out, command)
        case asked.Lsub():
            return await listing.lsub(desk, session, out, command)
        case asked.Status():
            return await status(desk, session, out, command)
        case _:
            assert_never(command)
