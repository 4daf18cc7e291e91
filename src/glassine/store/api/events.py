"""The book of events: milestones as JSON records, and the raw lines between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from glassine.events.ageing import Ageing
from glassine.events.milestones import Milestone
from glassine.store.api.ids import EventKey
from glassine.words.clock import Milliseconds
from glassine.words.public import (
    Address,
    ConnectionId,
    Direction,
    HostName,
    IpNetwork,
    MessageIdDigest,
    SpamStatus,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events; what is None does not limit. All that is given must hold.

    `text` is words that must each be part of something visible: an address, a host,
    an IP address, a remote answer. `about` finds what has one of these addresses as
    sender, recipient or account; `touched`, operators' looks that showed an address.
    """

    types: frozenset[str] = frozenset()
    direction: Direction | None = None
    mail_from: Address | None = None
    rcpt_to: Address | None = None
    account: Address | None = None
    about: tuple[Address, ...] = ()
    touched: Address | None = None
    host: HostName | None = None
    code: int | None = None
    text: str = ""
    ip: IpNetwork | None = None
    message_id: MessageIdDigest | None = None
    uuid: str | None = None  # C finds C.N and C.N.M as well
    spam: SpamStatus | None = None
    since: Milliseconds | None = None
    until: Milliseconds | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A milestone's JSON record, as rendered when it was kept."""

    key: EventKey
    record: bytes


@dataclass(frozen=True, slots=True)
class StoredLines:
    """Raw log lines of one connection, in order; whole lines, each ended by LF."""

    key: EventKey
    connection: ConnectionId | None
    at: Milliseconds
    lines: bytes


class Counted(StrEnum):
    """What is counted as it is kept."""

    TYPE = "type"  # events by type
    DEFERRED = "deferred"  # by the recipient's domain
    DENIED = "denied"  # by the check that refused
    FAILING = "failing"  # tries that failed, by the remote host


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one name there were from a moment on, for a step."""

    at: Milliseconds
    name: str
    events: int


class Events(Protocol):
    """Milestones, and the raw lines between them."""

    def append(self, milestones: Sequence[Milestone]) -> None:
        """Keep milestones, rendered and indexed; an operator's go into the chain."""

    def append_lines(
        self, connection: ConnectionId | None, at: Milliseconds, lines: bytes
    ) -> None:
        """Keep raw lines of one connection."""

    def find(
        self,
        wanted: EventFilter,
        before: EventKey | None = None,
        *,
        newer_than: EventKey | None = None,
    ) -> list[StoredEvent]:
        """Return matching events, newest first, from before a key where one is given.

        Newest is the latest `at`; of the same moment, the last kept. With `newer_than`
        it is the page next to that key, on its newer side.
        """

    def get(self, key: EventKey) -> StoredEvent | None:
        """Return one event."""

    def counts(
        self,
        of: Counted,
        since: Milliseconds,
        until: Milliseconds,
        step: Milliseconds,
    ) -> list[Count]:
        """Return counts over time, oldest first, by steps from `since` on.

        They are kept by ten minutes, so `since` and `step` are best multiples of that.
        """

    def after(self, key: EventKey, wanted: EventFilter) -> list[StoredEvent]:
        """Return matching events above a key, oldest first: what a follower lacks."""

    def lines(
        self, connection: ConnectionId | None, after: EventKey, limit: int
    ) -> list[StoredLines]:
        """Return lines above a key, oldest first; of all connections for None."""

    def last(self) -> tuple[EventKey, EventKey]:
        """Return the newest keys of events and of lines."""

    def prune(
        self, events: Milliseconds, lines: Milliseconds, limit: int = 10_000
    ) -> tuple[int, int]:
        """Remove what is older than these moments; return how many of each.

        No more than `limit` of each, so that nobody waits long: call it until it
        removes less.
        """

    def age(
        self, ageing: Ageing, before: Milliseconds, limit: int = 50
    ) -> tuple[int, int]:
        """Age what is older than this moment; return how many of each.

        What has aged that far, or is gone, is not visited again. An event is found no
        more by an address that it lost. No more than `limit` of each, as above.
        """

    def shred(self) -> None:
        """Overwrite what is left on disk of addresses that were removed.

        It takes the longer the more is kept: once a day will do.
        """
