"""IDLE: be told of what changes without asking. RFC 2177"""

import asyncio
from contextlib import suppress

from glassine.flow.mailbox import news
from glassine.flow.mailbox.desk import MailboxDesk, Out
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.standing import check_standing
from glassine.store.api.ids import StoreError


def begin(desk: MailboxDesk, session: Session) -> None:
    """Watch the selected mailbox; what has changed before counts as news as well."""
    if session.view is None:
        session.watcher = asyncio.Event()
        return
    session.watcher = desk.notices.watch(session.view.mailbox)
    session.watcher.set()


async def tell(desk: MailboxDesk, session: Session, out: Out) -> None:
    """Tell what is new to a client that idles. Raises `Revoked`."""
    if session.view is None:
        return
    with suppress(StoreError):  # asked again before the client's next command
        await check_standing(desk, session)
    await news.tell(desk, session, out, expunges=True)


def end(desk: MailboxDesk, session: Session) -> None:
    """Watch no longer."""
    if session.watcher is not None and session.view is not None:
        desk.notices.unwatch(session.view.mailbox, session.watcher)
    session.watcher = None
