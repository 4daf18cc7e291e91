"""All that one message puts on disk, and who hears of it afterwards."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from glassine.events.milestones import Milestone
from glassine.flow.filing import Filing
from glassine.flow.notices import Notices
from glassine.store.api.blobs import BlobWriter
from glassine.store.api.queue import Queueing
from glassine.store.api.store import Books
from glassine.words.public import QueueId


@dataclass(frozen=True, slots=True)
class Consignment:
    """All that one message puts on disk."""

    blob: BlobWriter
    filings: Sequence[Filing]
    queueings: Sequence[Queueing]
    milestones: Sequence[Milestone]

    def keep(self, books: Books) -> Set[QueueId]:
        """Write all of it, in the transaction that these books are.

        Returns which rows of the queue begin held.
        """
        books.blobs.keep(self.blob)
        for filing in self.filings:
            filing.keep(books)
        held = books.queue.add(self.queueings) if self.queueings else frozenset()
        books.events.append(self.milestones)
        return held

    def committed(self, notices: Notices) -> None:
        """It is on disk: wake those who watch the mailboxes."""
        for filing in self.filings:
            filing.day_key.stored = True
            notices.changed(filing.mailbox)
