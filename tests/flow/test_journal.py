"""Events are shown at once, and kept without anybody waiting for it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from glassine.events import lines
from glassine.events.milestones import Milestone
from glassine.store.api.ids import EventKey
from sample_events import SAMPLES, SEED_QUEUED, SEED_SESSION, C
from support.house import House, house


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as inside:
        yield inside


def note(home: House, *events: object, show: bool = False) -> None:
    async def at_once() -> None:
        for event in events:
            tell = home.desk.journal.show if show else home.desk.journal.note
            tell(event)  # type: ignore[arg-type]

    home.run(at_once())


def kept(home: House) -> bytes:
    """Return the lines of the seed's connection, as they are in the store."""
    found = home.look(lambda books: books.events.lines(C, EventKey(0), 1000))
    return b"".join(each.lines for each in found)


def test_lines_are_shown_and_kept_in_order(home: House) -> None:
    note(home, *SEED_SESSION)
    whole = b"".join(map(lines.render, SEED_SESSION)).decode()
    assert home.lines() == [line.partition(" ")[2] for line in whole.splitlines()]
    of_nobody = lines.render(SEED_SESSION[10])
    assert kept(home).decode() == whole.replace(of_nobody.decode(), "")


def test_a_milestone_that_is_noted_is_kept_and_one_that_is_shown_is_not(
    home: House,
) -> None:
    note(home, SEED_QUEUED, show=True)
    assert home.records("queued") == []
    note(home, SEED_QUEUED)
    assert len(home.records("queued")) == 1


def test_a_follower_sees_it_soon_without_being_asked_for(home: House) -> None:
    note(home, SEED_SESSION[0])

    async def wait() -> None:
        await asyncio.sleep(0.3)

    home.run(wait())
    assert kept(home) == lines.render(SEED_SESSION[0])


def test_every_kind_of_event_can_be_noted(home: House) -> None:
    note(home, *SAMPLES)
    milestones = [e for e in SAMPLES if isinstance(e, get_args(Milestone))]
    assert len(home.records()) == len(milestones)


def test_what_comes_after_the_end_breaks_nothing(home: House) -> None:
    async def end() -> None:
        home.desk.journal.close()
        await home.desk.store.close()
        home.desk.journal.note(SEED_QUEUED)
        home.desk.journal.close()

    home.run(end())
