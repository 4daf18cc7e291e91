"""A process that files letters until it is killed, and says which are on disk.

    python posting.py DATA_DIR SENDERS

A line of its output is the name of a blob whose `write` has returned.
"""

import asyncio
import os
import sys
from pathlib import Path

from glassine.store.api.ids import BlobId
from glassine.store.api.store import Books, Store
from glassine.store.sqlite.opening import open_store
from glassine.words.clock import SystemClock
from store.samples import ANN, KEY_ID, letter_of, queued, queueing

SIZES = [1000, 70_000, 5000, 200_000]


async def post(store: Store, size: int) -> BlobId:
    """File one letter: blob, letter, queue row and event in one work."""
    blob = store.new_blob()
    blob.write(os.urandom(size // 2))
    blob.write(os.urandom(size // 2))

    def work(books: Books) -> None:
        ann = books.accounts.at(ANN)
        assert ann
        assert ann.inbox
        books.blobs.keep(blob)
        books.mailboxes.append(ann.inbox, [letter_of(blob.id, sealed=blob.id)])
        books.queue.add([queueing(blob.id)])
        books.events.append([queued(message_id=f"<{blob.id.hex()}@digest>")])

    await store.write(work)
    return blob.id


async def post_on(store: Store, number: int) -> None:
    """File letters for ever."""
    while True:
        number += 1
        blob = await post(store, SIZES[number % len(SIZES)])
        os.write(1, blob.hex().encode() + b"\n")


async def main() -> None:
    store = open_store(Path(sys.argv[1]), key_id=KEY_ID, clock=SystemClock())
    senders = (post_on(store, number) for number in range(int(sys.argv[2])))
    await asyncio.gather(*senders)


if __name__ == "__main__":
    asyncio.run(main())
