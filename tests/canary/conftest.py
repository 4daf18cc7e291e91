"""A server for the canaries, and a search of all it wrote after every test."""

from collections.abc import Iterator

import pytest

from canary.day import APP, PERSON
from canary.searching import entries, leaks, leaks_of
from canary.words import Canaries
from support.running_server import PASSWORD, RunningServer, running_server

SETTINGS = """
[limits]
message_size = "1MiB"
"""


@pytest.fixture(scope="package")
def spoken() -> dict[str, str]:
    """Remember every word that any test has used."""
    return {"password": PASSWORD}


@pytest.fixture(scope="package")
def home(
    tmp_path_factory: pytest.TempPathFactory, spoken: dict[str, str]
) -> Iterator[RunningServer]:
    """Run a server with a person and an app; search once more when it has ended."""
    people = {PERSON: PASSWORD, APP: PASSWORD}
    with running_server(tmp_path_factory.mktemp("canary"), people, SETTINGS) as server:
        yield server
    assert leaks(spoken, server.home) == []


@pytest.fixture
def words(spoken: dict[str, str]) -> Canaries:
    """Think of fresh words."""
    words = Canaries()
    spoken |= {word: word for word in words.by_name().values()}
    return words


@pytest.fixture
def server(home: RunningServer, words: Canaries) -> Iterator[RunningServer]:
    """Have the server running, and search while it runs, right after the test."""
    before = entries()
    if not home.running:
        home.start()
    yield home
    known = words.by_name() | {"password": PASSWORD}
    assert leaks_of(home, known, before) == []
