"""Two processes claim at once: each row is one's, and each row is somebody's."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from glassine.store.sqlite.store import SqliteStore
from store.queue_talk import CARL, EVE, add, blob_in, claim, find, load, queue
from store.samples import ANN, BOB, NOW

CLAIMING = Path(__file__).with_name("claiming.py")


def claimer(data_dir: Path) -> subprocess.Popen[str]:
    """Start a process that claims when it is told to."""
    process = subprocess.Popen(
        [sys.executable, str(CLAIMING), str(data_dir), str(NOW)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


async def test_two_processes_never_get_the_same_row(
    data_dir: Path, opened: Callable[..., SqliteStore]
) -> None:
    store = opened()
    blob = await blob_in(store)
    rows = [
        row
        for number in range(60)
        for row in load(blob, BOB, CARL, by=(ANN, EVE, None)[number % 3])
    ]
    await add(store, *rows)
    both = [claimer(data_dir) for _ in range(2)]
    for process in both:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    got = [process.communicate(timeout=60)[0].split() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted(got[0] + got[1]) == sorted(row.id for row in rows)


async def test_rows_of_a_killed_process_are_free_for_who_opens_next(
    data_dir: Path, opened: Callable[..., SqliteStore]
) -> None:
    store = opened()
    rows = await queue(store, *[NOW] * 4)
    await store.close()
    with claimer(data_dir) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write("go\n")
        process.stdin.flush()
        got = [process.stdout.readline().strip()]
        process.kill()
        got += process.stdout.read().split()
    store = opened()
    assert {row.claimed_until for row in await find(store)} == {None}
    assert {row.id for row in await claim(store)} == {row.id for row in rows}
    assert set(got) <= {row.id for row in rows}


async def test_no_lane_stays_when_its_last_row_goes(
    opened: Callable[..., SqliteStore], data_dir: Path
) -> None:
    """They name accounts and domains: what is sent leaves no list of whom to."""
    store = opened()
    (row,) = await queue(store)
    await store.write(lambda books: books.backlog.condemn([row.id], NOW))
    assert await store.write(lambda books: books.queue.drop(row.id))
    await store.close()
    kept = (data_dir / "glassine.db").read_bytes()
    assert BOB.domain.name.encode() not in kept
    assert b"ann@" not in kept
