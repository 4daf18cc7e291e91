"""What the garbage collector is told once a server is set up."""

import gc
from collections.abc import Iterator

import pytest

from glassine.serve.collector import YOUNG, spare_the_collector


class Ring:
    """Something that only the collector can take away."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def spared() -> Iterator[None]:
    """The collector as a server has it; afterwards as it was."""
    before = gc.get_threshold()
    spare_the_collector()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


@pytest.mark.usefixtures("spared")
def test_what_was_there_is_not_looked_at_again() -> None:
    """All that the start made is set aside."""
    assert gc.get_freeze_count() > YOUNG


@pytest.mark.usefixtures("spared")
def test_rings_that_are_made_later_are_still_taken_away() -> None:
    """It looks less often, and it looks."""
    rings = gc.get_count()[0] + YOUNG + 1
    for _ in range(rings):
        Ring()
    left = sum(isinstance(each, Ring) for each in gc.get_objects())
    assert left < rings
