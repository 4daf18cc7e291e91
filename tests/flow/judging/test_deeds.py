"""What became of messages is kept once a second, and when the server ends."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flow.judging.judged_house import STRANGER, Judged, judged
from glassine.flow.judging import deeds
from glassine.flow.judging.deeds import Deeds
from glassine.flow.judging.reputation import Deed, Whose
from glassine.store.api.store import Books
from glassine.words.clock import Seconds, SystemClock
from glassine.words.public import Domain, ip_address

WHO = Whose(ip_address(STRANGER), Domain("example.net"))
HALF_LIFE = Seconds(14 * 86_400)


class Notebook:
    """A store that takes down what it is given to write, and writes nothing."""

    def __init__(self) -> None:
        self.works: list[Callable[[Books], None]] = []
        self.given = asyncio.Event()

    def write_soon(self, work: Callable[[Books], None]) -> None:
        """Take it down."""
        self.works.append(work)
        self.given.set()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Judged]:
    with judged(tmp_path) as inside:
        yield inside


def test_many_messages_are_one_work_for_the_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deeds, "KEEP_AFTER", 0.01)
    book = Notebook()

    async def count() -> None:
        # What it asks of a store is this one thing.
        counting = Deeds(store=book, clock=SystemClock(), half_life=HALF_LIFE)  # type: ignore[arg-type]
        for _ in range(100):
            counting.count(WHO, Deed.GOOD)
        assert book.works == []
        await book.given.wait()
        counting.keep()  # nothing is left

    asyncio.run(asyncio.wait_for(count(), 10))
    assert len(book.works) == 1


def test_each_of_address_network_and_domain_has_all_that_was_counted(
    home: Judged,
) -> None:
    async def count() -> None:
        for deed in (Deed.GOOD, Deed.BAD, Deed.GOOD):
            home.home.desk.deeds.count(WHO, deed)

    home.home.run(count())
    home.settle()
    subjects = [STRANGER, "198.51.100.0/24", "example.net"]
    known = home.home.look(lambda books: books.reputations.among(subjects))
    assert sorted(known) == sorted(subjects)
    assert {(each.good, each.bad) for each in known.values()} == {(2, 1)}


def test_where_reputations_are_off_nothing_is_kept() -> None:
    book = Notebook()
    counting = Deeds(store=book, clock=SystemClock(), half_life=None)  # type: ignore[arg-type]
    counting.count(WHO, Deed.BAD)
    counting.keep()
    assert book.works == []
