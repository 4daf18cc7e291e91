"""The contract runs on every backend. To add one, add its fixture to `BACKENDS`."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from glassine.store.api.store import Store
from glassine.store.sqlite.opening import create_store, open_store
from store.samples import KEY_ID, StoppedClock

Opener: TypeAlias = Callable[[], Store]
BACKENDS = ["sqlite"]


@pytest.fixture
def clock() -> StoppedClock:
    """The clock that every store of the test reads."""
    return StoppedClock()


@pytest.fixture
def sqlite(tmp_path: Path, clock: StoppedClock) -> Opener:
    """Open one SQLite store, as often as asked."""
    create_store(tmp_path / "data", KEY_ID)
    return lambda: open_store(tmp_path / "data", key_id=KEY_ID, clock=clock)


@pytest.fixture(params=BACKENDS)
def opened(request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Open the same store again and again, as several processes do."""
    opener: Opener = request.getfixturevalue(request.param)
    stores: list[Store] = []

    def open_another() -> Store:
        stores.append(opener())
        return stores[-1]

    yield open_another
    for store in stores:
        asyncio.run(store.close())


@pytest.fixture
def store(opened: Opener) -> Store:
    """A new, empty store."""
    return opened()
