"""The folders of an account, as a session finds them by name."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from glassine.flow import folder
from glassine.flow.folder import DELIMITER, Folder
from glassine.flow.mailbox.desk import MailboxDesk
from glassine.flow.mailbox.session import Session
from glassine.store.api.mailboxes import Mailbox
from glassine.vault.suite import Damaged, UnknownSuite
from glassine.words.private import Text

LONGEST_NAME = 1_000  # octets
FORBIDDEN = frozenset("*%")  # no client could list a name that holds one


@dataclass(frozen=True, slots=True)
class Place:
    """A mailbox as the store has it, and the facts that only a session can read."""

    mailbox: Mailbox
    folder: Folder


async def places(desk: MailboxDesk, session: Session) -> list[Place]:
    """Return every folder, the oldest first; one that is damaged has no name."""
    account = session.account
    mailboxes = await desk.store.look(lambda books: books.mailboxes.of(account))
    return [place for box in mailboxes if (place := _opened(session, box))]


async def find(desk: MailboxDesk, session: Session, name: Text) -> Place | None:
    """Return the folder of that name."""
    wanted = digest(session, written(name))
    for place in await places(desk, session):
        if place.mailbox.digest == wanted:
            return place
    return None


def _opened(session: Session, mailbox: Mailbox) -> Place | None:
    try:
        return Place(mailbox, folder.open_(session.opened.folders, mailbox))
    except (Damaged, UnknownSuite):
        return None


def digest(session: Session, name: str) -> bytes:
    """Return what a folder is looked up by."""
    return folder.digest(session.opened.folders, name)


def written(name: Text) -> str:
    """Return a name in the one form in which it is kept. RFC 9051 §5.1"""
    return unicodedata.normalize("NFC", name.reveal().decode())


def is_well_formed(name: str) -> bool:
    """Tell whether a folder may be called that."""
    return (
        all(name.split(DELIMITER))
        and len(name.encode()) <= LONGEST_NAME
        and not FORBIDDEN.intersection(name)
    )


def above(name: str) -> Iterator[str]:
    """Yield the names of the levels above, the highest first."""
    parts = name.split(DELIMITER)
    for depth in range(1, len(parts)):
        yield DELIMITER.join(parts[:depth])


def is_below(name: str, other: str) -> bool:
    """Tell whether a name lies under another."""
    return name.startswith(other + DELIMITER)
