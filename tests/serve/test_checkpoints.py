"""A checkpoint is made once a day, into a file, and given to whoever is to have it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from flow.viewing.viewers import DUSTIN, Window, window
from glassine.flow.journal import Journal
from glassine.flow.viewing.checkpoint import Checkpoint
from glassine.flow.viewing.look import look
from glassine.flow.viewing.wanted import EventFilter
from glassine.serve import checkpoints
from glassine.serve.checkpoints import CheckpointFiles, keep_checkpoints
from glassine.vault.server_key import new_server_key
from glassine.words.public import HostName

KEY = new_server_key().checkpoint_key()
HOST = HostName("mail.example.org")
Outlet = Callable[[Checkpoint], Awaitable[None]]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Window]:
    """Open a window over an empty store."""
    with window(tmp_path) as here:
        yield here


class Kept:
    """The files, what an outlet was given, and what was told of faults."""

    def __init__(self, here: Window, place: Path) -> None:
        self.here = here
        self.files = CheckpointFiles(place)
        self.given: list[Checkpoint] = []
        self.told: list[bytes] = []

    async def take(self, made: Checkpoint) -> None:
        """Be an outlet."""
        self.given.append(made)

    async def refuse(self, made: Checkpoint) -> None:
        """Be an outlet that breaks."""
        raise ZeroDivisionError

    def keep_for_a_while(self, *outlets: Outlet) -> None:
        """Look at the day many times."""
        desk = self.here.desk
        journal = Journal(store=desk.store, clock=desk.clock, out=self.told.append)
        keeping = keep_checkpoints(
            desk.store, journal, desk.clock, KEY, HOST, self.files, outlets
        )

        async def a_while() -> None:
            task = asyncio.ensure_future(keeping)
            await asyncio.sleep(0.3)
            task.cancel()

        self.here.run(a_while())
        journal.close()


@pytest.fixture
def kept(here: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Return a keeper who looks at the day all the time."""
    monkeypatch.setattr(checkpoints, "EVERY", 0.01)
    return Kept(here, tmp_path / "checkpoints")


def test_a_day_has_one_checkpoint_in_a_file_and_by_every_outlet(kept: Kept) -> None:
    kept.here.run(look(kept.here.desk, DUSTIN, EventFilter()))
    kept.keep_for_a_while(kept.take)
    assert kept.files.all() == kept.given
    [made] = kept.given
    assert made.is_signed_by(KEY.public)
    kept.keep_for_a_while(kept.take)
    assert kept.given == [made]


def test_nobody_gets_one_before_anybody_looked(kept: Kept) -> None:
    kept.keep_for_a_while(kept.take)
    assert (kept.files.all(), kept.given) == ([], [])


def test_an_outlet_that_breaks_is_told_by_its_kind(kept: Kept) -> None:
    kept.here.run(look(kept.here.desk, DUSTIN, EventFilter()))
    kept.keep_for_a_while(kept.refuse)
    assert len(kept.files.all()) == 1
    [fault] = [line for line in kept.told if b"fault" in line]
    assert b"ZeroDivisionError" in fault
