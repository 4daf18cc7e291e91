"""Read a message again that is sealed already and not yet committed.

Only its first part is kept in memory; a scanner elsewhere must see all of it. So the
box that was just written is opened with the message's own key, a chunk at a time.
"""

from collections.abc import Iterator
from contextlib import closing

from glassine.store.api.blobs import BlobWriter
from glassine.vault.opener import Opener
from glassine.words.private import Key, Message


def read_again(blob: BlobWriter, key: Key) -> Iterator[Message]:
    """Yield the message in runs. Raises `StoreError`, `Damaged`."""
    with closing(blob.reader()) as reader:
        yield from Opener(key, reader.read, reader.size).chunks()
