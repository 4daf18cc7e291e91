"""IDLE: be told of what changes without asking. RFC 2177"""

import asyncio

from glassine.flow.mailbox.desk import MailboxDesk
from glassine.flow.mailbox.session import Session


def begin(desk: MailboxDesk, session: Session) -> None:
    """Watch the selected mailbox; what has changed before counts as news as well."""
    if session.view is None:
        session.watcher = asyncio.Event()
        return
    session.watcher = desk.notices.watch(session.view.mailbox)
    session.watcher.set()


def end(desk: MailboxDesk, session: Session) -> None:
    """Watch no longer."""
    if session.watcher is not None and session.view is not None:
        desk.notices.unwatch(session.view.mailbox, session.watcher)
    session.watcher = None
