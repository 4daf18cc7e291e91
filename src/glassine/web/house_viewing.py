"""The house's answers to the operators' pages: each is a verb of `flow`.

The verbs keep who looked, and refuse whose role does not go that far.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

from glassine.events.facts import Action, OperatorName
from glassine.flow import operator_sessions as sessions
from glassine.flow import operator_tokens as tokens
from glassine.flow.judging.weigh import Scale
from glassine.flow.operator_sessions import TooManyTries, WrongSignIn
from glassine.flow.operators import OperatorsDesk, SignedOut
from glassine.flow.viewing import handle, look, overview
from glassine.flow.viewing.desk import Viewer, ViewingDesk
from glassine.flow.viewing.explain import explain_by_uuid
from glassine.flow.viewing.health import Whereabouts, health
from glassine.flow.viewing.opened import Story as StoryKept
from glassine.flow.viewing.opened import open_event, open_story
from glassine.flow.viewing.tail_lines import newest_lines, tail_lines
from glassine.flow.viewing.trace import Trace as TraceKept
from glassine.flow.viewing.trace import trace_by_uuid
from glassine.flow.viewing.verdict import Verdict, verdict
from glassine.flow.viewing.wanted import (
    EventFilter,
    EventKey,
    QueueFilter,
    Queueing,
    StoredEvent,
)
from glassine.flow.viewing.wanted import Role as RoleKept
from glassine.web import tallies
from glassine.web.filters import PAGE, wanted
from glassine.web.following import following
from glassine.web.found import Kept, News, Page, Trace
from glassine.web.signs import signs
from glassine.web.view import View
from glassine.web.viewing import (
    Handling,
    Opened,
    Operator,
    Overview,
    Resident,
    Role,
    Sign,
    Story,
    Waiting,
)
from glassine.words.clock import Milliseconds
from glassine.words.private import Password
from glassine.words.public import IpAddress, QueueId

A_FILE = 1000  # rows that an export reads at a time
A_RUSH = 4000  # rows that a tail goes through at once
A_GLANCE = 20  # of them, that it shows: nobody reads more in half a second
BACKLOG = 1000  # rows of the queue that are shown


@dataclass(frozen=True, slots=True)
class HouseViewing:
    """Answers operators from the store."""

    desk: ViewingDesk
    door: OperatorsDesk
    where: Whereabouts
    scale: Scale

    # Who comes

    async def sign_in(
        self, name: str, password: Password, code: str, ip: IpAddress
    ) -> str | None:
        """Return a new session; None where anything is wrong, or too much was."""
        try:
            signed = await sessions.sign_in(self.door, name, password, code, ip)
        except (WrongSignIn, TooManyTries):
            return None
        return signed.secret.reveal().decode()

    async def sign_out(self, session: str) -> None:
        """End a session."""
        await sessions.sign_out(self.door, _secret(session))

    async def operator(self, session: str) -> Operator | None:
        """Return whose session it is, if it lasts still."""
        try:
            return _operator(await sessions.who_is(self.door, _secret(session)))
        except SignedOut:
            return None

    async def lasts(self, session: str) -> bool:
        """Tell whether a session lasts still; to ask is no use of it."""
        return await sessions.lasts(self.door, _secret(session))

    async def bearer(self, token: str, scope: str) -> Operator | None:
        """Return whose API token it is, if it is good for this scope."""
        try:
            holder = await tokens.holder_of(self.door, _secret(token))
        except SignedOut:
            return None
        return _operator(holder.viewer) if scope in holder.scopes else None

    # What they look at

    async def look(self, who: Operator, view: View, before: int | None) -> Page:
        """Return the newest that the view asks for, or those before a key."""
        page = await look.look(
            self.desk, _viewer(who), self._wanted(view), before=_key(before)
        )
        return as_page(page)

    async def numbered(self, who: Operator, view: View, page: int, each: int) -> Page:
        """Return a page by its number, from 1, of so many."""
        asked = replace(self._wanted(view), limit=each)
        before = await look.after_skipping(self.desk, asked, (page - 1) * each)
        return as_page(await look.look(self.desk, _viewer(who), asked, before=before))

    async def export(self, who: Operator, view: View) -> AsyncIterator[Kept]:
        """Yield all that the view asks for, newest first."""
        asked, before = replace(self._wanted(view), limit=A_FILE), None
        while True:
            page = await look.look(
                self.desk, _viewer(who), asked, before=before, action=Action.EXPORT
            )
            for event in page.events:
                yield kept(event)
            before = page.older
            if before is None:
                return

    async def follow(self, who: Operator, view: View) -> AsyncIterator[News]:
        """Yield what comes from now on, as much of it as a person can read."""
        asked, key = replace(self._wanted(view), limit=A_RUSH), await self._newest()

        async def ask() -> Sequence[look.News]:
            nonlocal key
            found = await look.tail(self.desk, _viewer(who), asked, key, A_GLANCE)
            key = found.until
            return [found] if found.events else []

        async for news in following(self.desk, ask, asyncio.sleep):
            yield News([kept(event) for event in news.events], news.left_out)

    async def opened(self, who: Operator, key: int) -> Opened | None:
        """Return a record and its story, for a page: one look."""
        found = await open_event(self.desk, _viewer(who), EventKey(key))
        if found is None:
            return None
        story = self._told(found.story) if found.story else None
        return Opened(kept(found.event), story)

    async def story(self, who: Operator, uuid: str) -> Story | None:
        """Return the story of one message, or of one connection: one look."""
        found = await open_story(self.desk, _viewer(who), uuid)
        return self._told(found) if found else None

    async def one(self, who: Operator, key: int) -> Kept | None:
        """Return one record."""
        found = await look.one_event(self.desk, _viewer(who), EventKey(key))
        return kept(found.event) if found else None

    async def trace(self, who: Operator, uuid: str) -> Trace | None:
        """Return the trace of one message, or of one connection."""
        found = await trace_by_uuid(self.desk, _viewer(who), uuid)
        return as_trace(found) if found else None

    async def explain(self, who: Operator, uuid: str) -> Verdict | None:
        """Return why a message was judged as it was."""
        found = await explain_by_uuid(self.desk, _viewer(who), uuid)
        return verdict(found[0], self.scale) if found else None

    async def lines(self, who: Operator, limit: int) -> bytes:
        """Return the newest raw lines."""
        return b"".join(await look.raw_lines(self.desk, _viewer(who), None, limit))

    async def follow_lines(self, who: Operator) -> AsyncIterator[bytes]:
        """Yield raw lines as they come."""
        key = await newest_lines(self.desk)

        async def ask() -> Sequence[bytes]:
            nonlocal key
            lines, key = await tail_lines(self.desk, _viewer(who), key)
            return [b"".join(lines)] if lines else []

        async for lines in following(self.desk, ask, asyncio.sleep):
            yield lines

    async def overview(
        self, who: Operator, since: Milliseconds, step: Milliseconds
    ) -> Overview:
        """Return what was since then, in such steps."""
        now = self.desk.clock.now()
        found = await overview.overview(self.desk, _viewer(who), since, now, step)
        return tallies.tallied(found, since, now, step)

    # The house

    async def queue(self, who: Operator) -> Sequence[Waiting]:
        """Return what is still to be sent, oldest first."""
        asked = QueueFilter(limit=BACKLOG)
        rows = await overview.queue(self.desk, _viewer(who), asked)
        return [_waiting(row) for row in rows]

    async def handle(self, who: Operator, row: str, handling: Handling) -> bool:
        """Do it; tell whether the row was there."""
        viewer, name = _viewer(who), QueueId(row)
        match handling:
            case Handling.HOLD:
                return await handle.hold(self.desk, viewer, name)
            case Handling.RELEASE | Handling.RETRY:
                return await handle.release(self.desk, viewer, name)
            case Handling.DROP:
                return await handle.drop(self.desk, viewer, name)
            case Handling.BOUNCE:
                return await handle.bounce(self.desk, viewer, name)

    async def accounts(self, who: Operator) -> Sequence[Resident]:
        """Return every account."""
        return [
            Resident(
                address=str(row.address),
                created=row.created,
                only_sends=row.only_sends,
            )
            for row in await overview.accounts(self.desk, _viewer(who))
        ]

    async def health(self, who: Operator) -> Sequence[Sign]:
        """Return how the house is."""
        return signs(await health(self.desk, _viewer(who), self.where))

    async def operators_log(self, who: Operator, before: int | None) -> Page:
        """Return who looked and who changed what, newest first."""
        asked = EventFilter(types=frozenset({"operator"}), limit=PAGE)
        page = await look.look(self.desk, _viewer(who), asked, before=_key(before))
        return as_page(page)

    def _told(self, found: StoryKept) -> Story:
        why = verdict(found.why, self.scale) if found.why else None
        return Story(as_trace(found.trace), why)

    def _wanted(self, view: View) -> EventFilter:
        return wanted(view, self.desk.sought, self.desk.clock.now())

    async def _newest(self) -> EventKey:
        return await look.newest(self.desk)


def kept(event: StoredEvent) -> Kept:
    """Return a record as the pages have it."""
    return Kept(event.key, event.record)


def as_trace(found: TraceKept) -> Trace:
    """Return a trace as the pages have it."""
    records = [event.record for event in found.events]
    return Trace(
        found.uuid, records, b"".join(found.lines), found.steps, found.sentence
    )


def as_page(page: look.Page) -> Page:
    """Return a page as the pages have it."""
    found = [kept(event) for event in page.events]
    return Page(found, page.older is not None, int(page.older or 0))


def _key(before: int | None) -> EventKey | None:
    return None if before is None else EventKey(before)


def _secret(text: str) -> Password:
    return Password(text.encode("utf-8", "replace"))


def _operator(viewer: Viewer) -> Operator:
    return Operator(viewer.who, Role(viewer.role))


def _viewer(who: Operator) -> Viewer:
    return Viewer(OperatorName(who.name), RoleKept(who.role))


def _waiting(row: Queueing) -> Waiting:
    return Waiting(
        id=row.id,
        uuid=row.transaction,
        sender=str(row.sender) if row.sender else "<>",
        recipient=str(row.recipient),
        state=row.state,
        queued=row.queued,
        next_try=row.next_try,
        size=row.size,
        fails=row.fails,
        answer=_answer(row),
    )


def _answer(row: Queueing) -> str:
    """Return how the last try ended."""
    failure = row.failure
    if failure is None:
        return ""
    said = (failure.host, failure.code, failure.answer)
    return " ".join(str(part) for part in said if part)
