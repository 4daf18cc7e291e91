"""A place made by `init` once, and copied for each test."""

from pathlib import Path

import pytest

from cli.commands import CHEAP, Place, copy_of, give


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Make a place; not to be changed."""
    place = Place(tmp_path_factory.mktemp("made") / "place")
    said = give(
        *("init", str(place.path), "--loopback"),
        *("--hostname", "mail.example.org", "--domain", "example.org"),
    )
    assert said.code == 0, said
    before, _, _ = place.config.read_text().partition("[auth]")
    place.config.write_text(before + CHEAP)
    return place


@pytest.fixture
def place(made: Place, tmp_path: Path) -> Place:
    """Return a place of this test's own."""
    return copy_of(made, tmp_path / "place")
