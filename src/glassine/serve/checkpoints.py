"""A checkpoint of the operators' log a day, into a directory and wherever else."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from glassine.flow.fault import faulted
from glassine.flow.journal import Journal
from glassine.flow.viewing.checkpoint import (
    Checkpoint,
    NotACheckpoint,
    Outlet,
    make_checkpoint,
    read_checkpoint,
)
from glassine.store.api.ids import StoreError
from glassine.store.api.store import Store
from glassine.vault.checkpoint_key import CheckpointKey
from glassine.words.clock import Clock
from glassine.words.public import HostName

EVERY = 600.0  # seconds between two looks at the day
ENDING = ".checkpoint"


class CheckpointFiles:
    """The directory of checkpoints, a file a day."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    async def write(self, made: Checkpoint) -> None:
        """Write the day's file, whole or not at all. Raises `OSError`."""
        self._directory.mkdir(mode=0o755, parents=True, exist_ok=True)
        file = self._directory / f"{made.day}{ENDING}"
        unfinished = file.with_name(f".{file.name}.unfinished")
        unfinished.write_text(made.text(), "ascii")
        unfinished.rename(file)

    def has(self, day: str) -> bool:
        """Tell whether the day has its file."""
        return (self._directory / f"{day}{ENDING}").exists()

    def all(self) -> list[Checkpoint]:
        """Return all there are. Raises `NotACheckpoint` where one does not read."""
        files = sorted(self._directory.glob(f"*{ENDING}"))
        return [_read(file) for file in files]


async def keep_checkpoints(
    store: Store,
    journal: Journal,
    clock: Clock,
    key: CheckpointKey,
    host: HostName,
    files: CheckpointFiles,
    outlets: Sequence[Outlet] = (),
) -> None:
    """Make each day's checkpoint, until cancelled; `outlets` get it beside the file."""
    while True:
        try:
            day = datetime.fromtimestamp(clock.now() / 1000, UTC).strftime("%Y-%m-%d")
            if not files.has(day):
                made = await make_checkpoint(store, key, host, clock.now())
                for outlet in (files.write, *outlets) if made else ():
                    assert made is not None
                    await outlet(made)
        except StoreError:
            pass  # who is in trouble says so elsewhere; next time
        except Exception as error:
            journal.note(faulted(error, clock.now()))
        await asyncio.sleep(EVERY)


def _read(file: Path) -> Checkpoint:
    try:
        return read_checkpoint(file.read_text("ascii"))
    except UnicodeDecodeError:
        raise NotACheckpoint from None
