"""RENAME of INBOX: its messages move, and INBOX stays, empty. RFC 9051 §6.3.6"""

from glassine.flow.folder import INBOX
from glassine.flow.mailbox.desk import MailboxDesk
from glassine.flow.mailbox.folders import find
from glassine.flow.mailbox.hints import Way
from glassine.flow.mailbox.select import open_view
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.transfer import transfer
from glassine.wire.imap import replies
from glassine.wire.imap.replies import Reply
from glassine.words.private import Text
from glassine.words.public import FolderClass


async def move_inbox(desk: MailboxDesk, session: Session, new: Text) -> Reply:
    """Move all that is in INBOX to a folder that was made for it."""
    inbox = await find(desk, session, Text(INBOX.encode()))
    target = await find(desk, session, new)
    if inbox is None or target is None:
        return replies.NO_SUCH_MAILBOX
    view = await open_view(desk, session, inbox.mailbox, read_only=False)
    way = Way(FolderClass.INBOX, FolderClass.OTHER)
    to = target.mailbox.id
    done = await transfer(desk, session, view, view.held, to, way, move=True)
    return replies.CORRUPTION if done.lost else replies.COMPLETED
