"""What the operators' pages ask. They are given the answers; they open nothing.

Whoever answers also writes down who looked: a page cannot look unseen.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from glassine.flow.viewing.verdict import Verdict
from glassine.web.found import Kept, News, Page, Trace
from glassine.web.view import View
from glassine.words.clock import Milliseconds
from glassine.words.private import Password
from glassine.words.public import IpAddress


class Role(StrEnum):
    """What an operator may do."""

    ADMIN = "admin"
    SUPPORT = "support"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody who has signed in to the viewer."""

    name: str
    role: Role

    @property
    def may_change(self) -> bool:
        """Whether the queue obeys."""
        return self.role is not Role.AUDITOR


@dataclass(frozen=True, slots=True)
class Story:
    """The whole life of a message, and why it was judged as it was."""

    trace: Trace
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A record, and the story that it is part of; the house's own have none."""

    kept: Kept
    story: Story | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of something."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Moment:
    """How many of each type in one step of time."""

    at: Milliseconds
    counts: Sequence[Counted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A stretch of time at a glance."""

    moments: Sequence[Moment]
    deferred: Sequence[Counted]  # by destination
    refused: Sequence[Counted]  # by check
    failing: Sequence[Counted]  # by host
    backlog: Sequence[Counted]  # what waits, by destination
    ages: Sequence[Counted]  # and by how long it waits
    waiting: int
    oldest: Milliseconds | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One recipient in the queue: its envelope."""

    id: str
    uuid: str
    sender: str
    recipient: str
    state: str
    queued: Milliseconds
    next_try: Milliseconds
    size: int
    fails: int
    answer: str  # how the last try ended


class Handling(StrEnum):
    """What may be done with a queued recipient."""

    HOLD = "hold"
    RELEASE = "release"
    RETRY = "retry"
    DROP = "drop"
    BOUNCE = "bounce"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """An account, as the operator knows it."""

    address: str
    created: Milliseconds
    only_sends: bool


class Mood(StrEnum):
    """How a part of the house is."""

    OK = "ok"
    WARNING = "deferred"
    BAD = "failed"
    UNKNOWN = "step"


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of health."""

    name: str
    mood: Mood
    said: str


class Viewing(Protocol):
    """What the operators' pages ask."""

    async def sign_in(
        self, name: str, password: Password, code: str, ip: IpAddress
    ) -> str | None:
        """Return a new session; None where anything is wrong, or too much was."""

    async def sign_out(self, session: str) -> None:
        """End a session."""

    async def operator(self, session: str) -> Operator | None:
        """Return whose session it is, if it lasts still."""

    async def lasts(self, session: str) -> bool:
        """Tell whether a session lasts still; to ask is no use of it."""

    async def bearer(self, token: str, scope: str) -> Operator | None:
        """Return whose API token it is, if it is good for this scope."""

    async def look(self, who: Operator, view: View, before: int | None) -> Page:
        """Return the newest that the view asks for, or those before a key."""

    async def numbered(self, who: Operator, view: View, page: int, each: int) -> Page:
        """Return a page by its number, from 1, of so many."""

    def export(self, who: Operator, view: View) -> AsyncIterator[Kept]:
        """Yield all that the view asks for, newest first."""

    def follow(self, who: Operator, view: View) -> AsyncIterator[News]:
        """Yield what comes from now on, as much of it as a person can read."""

    async def opened(self, who: Operator, key: int) -> Opened | None:
        """Return a record and its story, for a page: one look."""

    async def story(self, who: Operator, uuid: str) -> Story | None:
        """Return the story of one message, or of one connection: one look."""

    async def one(self, who: Operator, key: int) -> Kept | None:
        """Return one record."""

    async def trace(self, who: Operator, uuid: str) -> Trace | None:
        """Return the trace of one message, or of one connection."""

    async def explain(self, who: Operator, uuid: str) -> Verdict | None:
        """Return why a message was judged as it was."""

    async def lines(self, who: Operator, limit: int) -> bytes:
        """Return the newest raw lines."""

    def follow_lines(self, who: Operator) -> AsyncIterator[bytes]:
        """Yield raw lines as they come."""

    async def overview(
        self, who: Operator, since: Milliseconds, step: Milliseconds
    ) -> Overview:
        """Return what was since then, in such steps."""

    async def queue(self, who: Operator) -> Sequence[Waiting]:
        """Return what is still to be sent, oldest first."""

    async def handle(self, who: Operator, row: str, handling: Handling) -> bool:
        """Do it; tell whether the row was there."""

    async def accounts(self, who: Operator) -> Sequence[Resident]:
        """Return every account."""

    async def health(self, who: Operator) -> Sequence[Sign]:
        """Return how the house is."""

    async def operators_log(self, who: Operator, before: int | None) -> Page:
        """Return who looked and who changed what, newest first."""
