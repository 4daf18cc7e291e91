"""One message, opened for reading: any run of its octets, and no more than is asked.

What a client sees is `prefix + message`, so an offset may lie in either.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from glassine.flow.card import Card
from glassine.flow.mailbox.rows import SEALED_SHUT, Gone, Lost
from glassine.mail.section import Span
from glassine.store.api.blobs import BlobReader
from glassine.store.api.ids import BlobId, BlobLost, Missing
from glassine.store.api.store import Books
from glassine.vault.box import CHUNK
from glassine.vault.opener import Opener


class Reading:
    """The octets of a message. What is damaged comes out as `Lost`."""

    def __init__(self, card: Card, blob: BlobReader) -> None:
        self.card = card
        self._prefix = card.prefix
        try:
            self._opener = Opener(card.key(), blob.read, blob.size)
        except SEALED_SHUT:
            raise Lost from None
        if len(self._prefix) + self._opener.size != card.size:
            raise Lost

    def octets(self, span: Span) -> bytes:
        """Return these octets."""
        start, end = span
        before = len(self._prefix)
        try:
            message = self._opener.range(start - before, end - before)
        except SEALED_SHUT:
            raise Lost from None
        return self._prefix[start:end] + message.reveal()

    def runs(self, span: Span) -> Iterator[bytes]:
        """Yield them in runs, no longer than a chunk of the box."""
        start, end = span
        while start < end:
            # Runs end where chunks do, so that no chunk is opened twice.
            into = (start - len(self._prefix)) % CHUNK
            stop = min(end, start + CHUNK - into)
            yield self.octets((start, stop))
            start = stop


@contextmanager
def read_from(books: Books, blob: BlobId, card: Card) -> Iterator[Reading]:
    """Open a message. Raises `Lost`."""
    try:
        reader = books.blobs.open(blob)
    except Missing:
        raise Gone from None
    except BlobLost:
        raise Lost from None
    with closing(reader):
        yield Reading(card, reader)
