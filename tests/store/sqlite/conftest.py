"""One SQLite store, opened as often as a test asks."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from glassine.store.sqlite.opening import create_store, open_store
from glassine.store.sqlite.store import SqliteStore
from store.samples import KEY_ID, StoppedClock


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data directory with an empty store in it."""
    create_store(tmp_path / "data", KEY_ID)
    return tmp_path / "data"


@pytest.fixture
def opened(data_dir: Path) -> Iterator[Callable[..., SqliteStore]]:
    """Open the store of the data directory."""
    stores: list[SqliteStore] = []

    def open_another(**options: Any) -> SqliteStore:
        clock = StoppedClock()
        stores.append(open_store(data_dir, key_id=KEY_ID, clock=clock, **options))
        return stores[-1]

    yield open_another
    for store in stores:
        asyncio.run(store.close())
