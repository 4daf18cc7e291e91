"""Whether a session's login is still good: it is as long as its slot is there.

An IMAP session may last for days. What its account lost meanwhile, by being deleted,
by a new password or a revoked app password, the session has lost as well.
"""

from glassine.flow.login import is_revoked
from glassine.flow.mailbox.desk import MailboxDesk
from glassine.flow.mailbox.session import Session


class Revoked(Exception):
    """What the client logged in with was destroyed; its session ends."""


async def check_standing(desk: MailboxDesk, session: Session) -> None:
    """Raise `Revoked` where nothing more may be done; or the store's `StoreError`."""
    entry = session.entry
    if entry is None:
        return
    if await desk.store.look(lambda books: is_revoked(books, entry)):
        raise Revoked
