"""`kill -9` at any moment: what was promised is there once, nothing else by half."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from glassine.store.api.backlog import QueueFilter
from glassine.store.api.events import EventFilter
from glassine.store.api.ids import BlobId
from glassine.store.api.store import Books
from glassine.store.sqlite.store import SqliteStore
from store.samples import ANN, ann_moves_in

Opener = Callable[..., SqliteStore]
POSTING = Path(__file__).with_name("posting.py")


def killed(data_dir: Path, senders: int, chance: random.Random) -> list[BlobId]:
    """Let a process file letters, kill it, and return what it was promised."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, str(POSTING), str(data_dir), str(senders)],
        stdout=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdout
        first = process.stdout.readline()
        time.sleep(chance.uniform(0, 0.3))
        process.kill()
        # A line that the kill cut short was not wholly said.
        lines = (first + process.stdout.read()).split(b"\n")[:-1]
    return [BlobId(bytes.fromhex(line.decode())) for line in lines]


def letters(books: Books) -> Counter[BlobId]:
    """Return how often each blob is filed; each row says which it was made with."""
    ann = books.accounts.at(ANN)
    assert ann
    assert ann.inbox
    filed = books.mailboxes.letters(ann.inbox)
    assert [each.uid for each in filed] == list(range(1, len(filed) + 1))
    assert all(each.letter.sealed == each.letter.blob for each in filed)
    return Counter(each.letter.blob for each in filed)


def all_of(books: Books, blob: BlobId) -> int:
    """Return how many octets a blob has, read from its end."""
    reader = books.blobs.open(blob)
    try:
        return len(reader.read(0, reader.size))
    finally:
        reader.close()


@pytest.mark.parametrize("senders", [1, 8])
async def test_what_was_promised_is_there_once_and_whole(
    data_dir: Path, opened: Opener, senders: int
) -> None:
    store, chance = opened(), random.Random(senders)
    await store.write(ann_moves_in)
    await store.close()
    promised: list[BlobId] = []
    for _ in range(4):
        promised += killed(data_dir, senders, chance)
    store = opened()
    filed = await store.read(letters)
    assert set(promised) <= set(filed)
    assert set(filed.values()) == {1}
    rows = await store.read(lambda b: b.backlog.find(QueueFilter(limit=100_000)))
    assert {row.blob for row in rows} == set(filed)
    events = await store.read(lambda b: b.events.find(EventFilter(limit=100_000)))
    assert len(events) == len(filed)
    sizes = await store.read(lambda b: {blob: all_of(b, blob) for blob in filed})
    assert set(sizes.values()) <= {1000, 5000, 70_000, 200_000}
    large = {blob.hex() for blob, size in sizes.items() if size > 65_536}
    files = (path for path in (data_dir / "blobs").rglob("*") if path.is_file())
    assert {path.name for path in files} == large
