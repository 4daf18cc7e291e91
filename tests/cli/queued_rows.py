"""A place with rows in its queue, as the server would have put them there."""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from cli.commands import Place
from glassine.events.facts import ScrubbedText
from glassine.store.api.blobs import BlobWriter
from glassine.store.api.queue import Failure, Queueing
from glassine.store.api.store import Books
from glassine.words.clock import Milliseconds
from glassine.words.public import (
    Address,
    EnhancedCode,
    HostName,
    QueueId,
    TransactionId,
    parse_address,
)
from sample_events import C
from store.samples import BOB, NOW, queueing

CAROL = parse_address("carol@example.com")
FAR = Milliseconds(4_000_000_000_000)
ONE, TWO = f"{C}.1.1", f"{C}.1.2"
FAILURE = Failure(
    at=NOW,
    code=451,
    enhanced=EnhancedCode(4, 2, 1),
    host=HostName("MX.example.net"),
    answer=ScrubbedText("451 4.2.1 ▒ try later"),
)


def queue_rows(place: Place, make: Callable[[BlobWriter], Iterable[Queueing]]) -> None:
    """Queue these rows, of one box."""

    async def fill() -> None:
        store = place.store()
        blob = store.new_blob()
        blob.write(b"sealed")

        def work(books: Books) -> None:
            books.blobs.keep(blob)
            books.queue.add(list(make(blob)))

        await store.write(work)
        await store.close()

    asyncio.run(fill())


def row(blob: BlobWriter, name: str, to: Address, **other: Any) -> Queueing:
    """Return a row of this id, far from due."""
    like = queueing(blob.id, to, due=FAR)
    transaction = TransactionId(name.rpartition(".")[0])
    return replace(like, id=QueueId(name), transaction=transaction, **other)


def one_message(blob: BlobWriter) -> list[Queueing]:
    """Return the rows of one message to two domains; at the first it has failed."""
    failed = row(blob, ONE, BOB, failure=FAILURE, fails=1)
    return [failed, row(blob, TWO, CAROL)]


def entries(place: Place, *asked: str) -> list[dict[str, Any]]:
    """Return what `queue list` prints."""
    printed = place.done("queue", "list", *asked)
    return [json.loads(line) for line in printed.splitlines()]


def states(place: Place) -> dict[str, str]:
    """Return the state of every entry."""
    return {entry["id"]: entry["state"] for entry in entries(place)}


def told(place: Place, number: int) -> list[tuple[str, str, int]]:
    """Return what the last events say that an operator did."""
    printed = place.done("events", "--type", "operator").splitlines()
    found = [json.loads(line)["details"] for line in printed][-number:]
    return [(each["action"], each["filter"], each["rows"]) for each in found]
