"""A server for the canaries, and a search of all it wrote after every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from canary.day import APP, PERSON
from canary.searching import entries, leaks_of
from canary.words import Canaries
from support.running_server import PASSWORD, RunningServer, running_server

SETTINGS = """
[limits]
message_size = "1MiB"
"""


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Make a server that may dump core, with a person and an app."""
    people = {PERSON: PASSWORD, APP: PASSWORD}
    with running_server(tmp_path_factory.mktemp("canary"), people, SETTINGS) as server:
        yield server


@pytest.fixture
def words() -> Canaries:
    """Think of fresh words."""
    return Canaries()


@pytest.fixture
def server(home: RunningServer, words: Canaries) -> Iterator[RunningServer]:
    """Run the server, and search afterwards, while it runs and when it has ended."""
    before = entries()
    if not home.running:
        home.start()
    yield home
    known = words.by_name() | {"password": PASSWORD}
    assert leaks_of(home, known, before) == []
    if home.running:
        home.stop()
    assert leaks_of(home, known, before) == []


@pytest.fixture
def place(home: RunningServer) -> Path:
    """The server's data and config."""
    return home.place
