"""A window of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flow.viewing.viewers import Window, window


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Window]:
    """A window over an empty store."""
    with window(tmp_path) as opened:
        yield opened
