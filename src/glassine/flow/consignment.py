"""All that one message puts on disk, and who hears of it afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from glassine.events.milestones import Milestone
from glassine.flow.filing import Filing
from glassine.flow.notices import Notices
from glassine.store.api.blobs import BlobWriter
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books


@dataclass(frozen=True, slots=True)
class Consignment:
    """All that one message puts on disk."""

    blob: BlobWriter
    filings: Sequence[Filing]
    queueings: Sequence[Queueing]
    milestones: Sequence[Milestone]

    def keep(self, books: Books) -> None:
        """Write all of it, in the transaction that these books are."""
        books.blobs.keep(self.blob)
        for filing in self.filings:
            filing.keep(books)
        if self.queueings:
            books.queue.add(self.queueings)
        books.events.append(self.milestones)

    def committed(self, notices: Notices) -> None:
        """It is on disk: wake those who watch the mailboxes."""
        for filing in self.filings:
            filing.day_key.stored = True
            notices.changed(filing.mailbox)
