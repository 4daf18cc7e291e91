"""LIST, LSUB, NAMESPACE: which folders there are. RFC 9051 §6.3.9, RFC 5258, RFC 3501

A level above a folder may have none itself: DELETE leaves it so. It is listed as
not existing, so that a client finds what lies below.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from glassine.flow.mailbox.desk import MailboxDesk, Out
from glassine.flow.mailbox.folders import Place, above, is_below, places, written
from glassine.flow.mailbox.session import Session
from glassine.flow.mailbox.status import tell_status
from glassine.wire.imap import replies
from glassine.wire.imap.commands import List, Lsub
from glassine.wire.imap.options import ListReturn, ListSelect, SpecialUse
from glassine.wire.imap.patterns import matches
from glassine.wire.imap.replies import Reply
from glassine.wire.imap.write.listing import (
    Attribute,
    delimiter_line,
    list_line,
    lsub_line,
)
from glassine.words.private import Text


@dataclass(frozen=True, slots=True)
class Level:
    """One name of the hierarchy; without a place it only leads to others."""

    name: str
    place: Place | None
    below: list[Place] = field(default_factory=list)

    @property
    def subscribed(self) -> bool:
        """Whether it is on the list of the subscribed."""
        return self.place is not None and self.place.folder.subscribed

    @property
    def leads_to_subscribed(self) -> bool:
        """Whether one below it is."""
        return any(place.folder.subscribed for place in self.below)

    @property
    def use(self) -> SpecialUse | None:
        """What it is for."""
        word = self.place.folder.use if self.place else ""
        return SpecialUse(word.encode()) if word else None


async def list_(desk: MailboxDesk, session: Session, out: Out, command: List) -> Reply:
    """Say one LIST response a folder that matches; and STATUS where it is asked for."""
    if not command.extended and command.patterns[0].reveal() == b"":
        out.write(delimiter_line())
        return replies.COMPLETED
    patterns = [_joined(command.reference, pattern) for pattern in command.patterns]
    for level in await _levels(desk, session):
        if not any(matches(pattern, level.name) for pattern in patterns):
            continue
        child = _child_info(level, command)
        if not (_selected(level, command) or child):
            continue
        out.write(
            list_line(
                Text(level.name.encode()),
                _attributes(level, command),
                child_subscribed=child,
                utf8=session.utf8,
            )
        )
        if command.status and level.place is not None:
            await tell_status(desk, session, out, level.place, command.status)
    return replies.COMPLETED


async def lsub(desk: MailboxDesk, session: Session, out: Out, command: Lsub) -> Reply:
    """Say one LSUB response a subscribed folder that matches. RFC 3501 §6.3.9"""
    pattern = _joined(command.reference, command.pattern)
    for level in await _levels(desk, session):
        if not matches(pattern, level.name):
            continue
        name = Text(level.name.encode())
        if level.subscribed:
            out.write(lsub_line(name, utf8=session.utf8))
        elif _stands_for_one_below(level, pattern):
            out.write(lsub_line(name, (Attribute.NO_SELECT,), utf8=session.utf8))
    return replies.COMPLETED


def _stands_for_one_below(level: Level, pattern: str) -> bool:
    """Tell whether a subscribed folder is hidden from `%` by this level."""
    return any(
        place.folder.subscribed and not matches(pattern, place.folder.name)
        for place in level.below
    )


async def _levels(desk: MailboxDesk, session: Session) -> list[Level]:
    there = await places(desk, session)
    by_name: dict[str, Place | None] = {place.folder.name: place for place in there}
    for place in there:
        for name in above(place.folder.name):
            by_name.setdefault(name)
    return [_level(name, place, there) for name, place in sorted(by_name.items())]


def _level(name: str, place: Place | None, there: Sequence[Place]) -> Level:
    return Level(name, place, [p for p in there if is_below(p.folder.name, name)])


def _joined(reference: Text, pattern: Text) -> str:
    return written(reference) + written(pattern)


def _selected(level: Level, command: List) -> bool:
    if ListSelect.SUBSCRIBED in command.select and not level.subscribed:
        return False
    return ListSelect.SPECIAL_USE not in command.select or level.use is not None


def _child_info(level: Level, command: List) -> bool:
    """Tell whether CHILDINFO is due: a subscribed one lies below. RFC 5258 §3.5"""
    recursive = {ListSelect.SUBSCRIBED, ListSelect.RECURSIVEMATCH} <= command.select
    return recursive and level.leads_to_subscribed


def _attributes(level: Level, command: List) -> Iterator[Attribute | SpecialUse]:
    if level.place is None:
        yield Attribute.NON_EXISTENT
        yield Attribute.NO_SELECT  # for clients of RFC 3501
    yield Attribute.HAS_CHILDREN if level.below else Attribute.HAS_NO_CHILDREN
    told = (
        ListSelect.SUBSCRIBED in command.select
        or ListReturn.SUBSCRIBED in command.returns
    )
    if told and level.subscribed:
        yield Attribute.SUBSCRIBED
    if level.use is not None:
        yield level.use
