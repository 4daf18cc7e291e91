"""A process that claims rows, a few at a time, and says which, until there is none.

    python claiming.py DATA_DIR NOW

It says `ready`, waits for a line, and then says the id of each row that it got. It
drops none, so what two of them say must be different.
"""

import asyncio
import os
import sys
from pathlib import Path

from glassine.store.api.store import Books
from glassine.store.sqlite.opening import open_store
from glassine.words.clock import Milliseconds, SystemClock
from store.samples import KEY_ID


async def main() -> None:
    store = open_store(Path(sys.argv[1]), key_id=KEY_ID, clock=SystemClock())
    now, until = Milliseconds(int(sys.argv[2])), Milliseconds(int(sys.argv[2]) + 60_000)

    def some(books: Books) -> list[str]:
        return [row.id for row in books.queue.claim(now, until, 2)]

    os.write(1, b"ready\n")
    sys.stdin.readline()
    while names := await store.write(some):
        os.write(1, "".join(f"{name}\n" for name in names).encode())
    await store.close()


if __name__ == "__main__":
    asyncio.run(main())
