"""The seed's own message, kept in a place's store as the server would keep it."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, get_args

from msgspec.structs import replace

from cli.commands import Place
from glassine.events import lines
from glassine.events.kinds import Event
from glassine.events.milestones import Milestone, Queued
from glassine.store.api.store import Books
from glassine.vault.server_key import parse_server_key
from glassine.words.clock import Milliseconds
from glassine.words.private import Key
from glassine.words.public import TransactionId
from sample_events import AT, SEED_QUEUED, SEED_SESSION, C

T = TypeVar("T")
MESSAGE_ID = "<MAeDA8GCZZjqLHeIw84@mail.example.org>"
OTHER = TransactionId("91EA6721-B605-4722-AB8B-8A507F1D9157.1")


def in_store(place: Place, work: Callable[[Books], T]) -> T:
    """Write to the place's store, as another process would."""

    async def write() -> T:
        store = place.store()
        try:
            return await store.write(work)
        finally:
            await store.close()

    return asyncio.run(write())


def happen(place: Place, events: Iterable[Event] = ()) -> None:
    """Keep events: the milestones, and every line."""
    told = tuple(events) or (*SEED_SESSION, queued(place))

    def work(books: Books) -> None:
        books.events.append([e for e in told if isinstance(e, get_args(Milestone))])
        texts = b"".join(lines.render(event) for event in told)
        books.events.append_lines(C, AT, texts)

    in_store(place, work)


def queued(place: Place, **other: Any) -> Queued:
    """Return the seed's milestone, its digest made with this place's key."""
    key = parse_server_key(Key(place.key.read_bytes()))
    digest = key.message_id_digest(MESSAGE_ID.encode())
    return replace(SEED_QUEUED, message_id=digest, **other)


def later(milliseconds: int) -> Milliseconds:
    """Return a moment after the seed's."""
    return Milliseconds(AT + milliseconds)
