"""What is written of one try, row by row: all of it, or nothing."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from msgspec.structs import replace

from glassine.events.facts_of_sending import GivenUp
from glassine.events.milestones import Bounced, Deferred, Delivered
from glassine.flow.sending import outgoing
from glassine.flow.sending.bounce import Bounce
from glassine.flow.sending.loading import Opened
from glassine.flow.sending.ruling import Failed
from glassine.store.api.ids import Missing
from glassine.store.api.queue import Failure, Queueing
from glassine.store.api.store import Books
from glassine.store.api.tls_results import Day, TlsResult
from glassine.words.clock import Milliseconds
from glassine.words.public import QueueId


@dataclass(frozen=True, slots=True)
class Waits:
    """A row that is put back."""

    row: Queueing
    failed: Failed
    next_try: Milliseconds
    is_late: bool  # its sender has not heard that it takes long


@dataclass(frozen=True, slots=True)
class Ends:
    """A row that is given up."""

    row: Queueing
    failed: Failed
    reason: GivenUp


@dataclass(slots=True)
class Entries:
    """All that is written of one report, in one transaction."""

    gone: list[QueueId] = field(default_factory=list)
    waiting: list[tuple[QueueId, Milliseconds, Failure]] = field(default_factory=list)
    warned: list[QueueId] = field(default_factory=list)
    reports: list[Bounce] = field(default_factory=list)
    events: list[Delivered | Deferred | Bounced] = field(default_factory=list)

    def keep(self, day: Day, tls: Sequence[TlsResult], books: Books) -> None:
        """Write them. A row that the operator has dropped meanwhile stays dropped."""
        for row in self.gone:
            books.queue.drop(row)
        for row, next_try, failure in self.waiting:
            with suppress(Missing):
                books.queue.put_back(row, next_try, failure)
        for row in self.warned:
            with suppress(Missing):
                books.queue.warn(row)
        for report in self.reports:
            report.keep(books)
        for result in tls:
            books.tls_results.count(day, result)
        books.events.append(self.events)

    def delivered(self, row: Queueing, event: Delivered, opened: Opened | None) -> None:
        """Enter a row that leaves the queue."""
        spooled = opened.spooled.get(row.id) if opened else None
        self.gone.append(row.id)
        self.events.append(replace(event, of=spooled.of) if spooled else event)

    def waits(
        self, waits: Sequence[Waits], notice: Bounce | None, now: Milliseconds
    ) -> None:
        """Enter rows that are put back, and what their sender is told of those late."""
        if notice is not None:
            self.reports.append(notice)
            self.warned += [each.row.id for each in waits if each.is_late]
        for each in waits:
            self.waiting.append((each.row.id, each.next_try, each.failed.kept(now)))
            dsn = notice if each.is_late else None
            self.events.append(
                outgoing.deferred(each.row, each.failed, now, each.next_try, dsn)
            )

    def ends(
        self, ends: Sequence[Ends], bounce: Bounce | None, now: Milliseconds
    ) -> None:
        """Enter rows that are given up, and the report on them."""
        if bounce is None:
            return
        self.reports.append(bounce)
        for each in ends:
            self.gone.append(each.row.id)
            self.events.append(
                outgoing.bounced(each.row, each.failed, now, each.reason, bounce)
            )
