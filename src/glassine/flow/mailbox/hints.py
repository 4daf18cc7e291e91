"""What an owner's acts say of a letter: a move to or from Junk, a keyword."""

from dataclasses import dataclass

from glassine.flow.folder import INBOX, Folder
from glassine.flow.mailbox.desk import MailboxDesk
from glassine.flow.mailbox.folders import Place, places
from glassine.flow.mailbox.session import Session
from glassine.store.api.spam_counts import Kind
from glassine.wire.imap.flags import Flag, Keyword
from glassine.words.public import FolderClass

JUNK = frozenset(map(Keyword, (b"$Junk", b"Junk")))
NOT_JUNK = frozenset(map(Keyword, (b"$NotJunk", b"NonJunk")))
"""RFC 9051 §2.3.2, and what Thunderbird says."""


@dataclass(frozen=True, slots=True)
class Way:
    """From which class of folder to which; the same where nothing moves."""

    source: FolderClass
    target: FolderClass
    thrown_away: bool = False

    @property
    def lesson(self) -> Kind | None:
        """What a move says of a letter. Throwing spam away does not make it ham."""
        if self.target is FolderClass.JUNK and self.source is not FolderClass.JUNK:
            return Kind.SPAM
        if self.source is not FolderClass.JUNK or self.target is FolderClass.JUNK:
            return None
        return None if self.thrown_away else Kind.HAM


NO_WAY = Way(FolderClass.OTHER, FolderClass.OTHER)


def could_teach(had: frozenset[Flag], has: frozenset[Flag]) -> bool:
    """Tell whether a change of keywords could teach anything."""
    return bool((had ^ has) & (JUNK | NOT_JUNK))


def lesson_of_flags(
    had: frozenset[Flag], has: frozenset[Flag], place: FolderClass
) -> Kind | None:
    """Return what a change of keywords says of a letter."""
    added, removed = has - had, had - has
    if added & NOT_JUNK:
        return Kind.HAM
    if added & JUNK:
        return Kind.SPAM
    unmarked = removed & JUNK and place is not FolderClass.JUNK
    return Kind.HAM if unmarked else None


async def way_to(desk: MailboxDesk, session: Session, target: Place) -> Way:
    """Return from where to where a letter goes, as classes of folders."""
    source = await _selected(desk, session)
    return Way(source, _class(target.folder), target.folder.use == "\\Trash")


async def way_of_none(desk: MailboxDesk, session: Session) -> Way:
    """Return where a letter is that is not moved."""
    place = await _selected(desk, session)
    return Way(place, place)


async def _selected(desk: MailboxDesk, session: Session) -> FolderClass:
    mailbox = session.selected.mailbox
    for place in await places(desk, session):
        if place.mailbox.id == mailbox:
            return _class(place.folder)
    return FolderClass.OTHER


def _class(facts: Folder) -> FolderClass:
    if facts.name == INBOX:
        return FolderClass.INBOX
    return FolderClass.JUNK if facts.use == "\\Junk" else FolderClass.OTHER
