"""A fault is told by its kind and place; its words are not looked at."""

from pathlib import Path

from glassine.flow.fault import faulted
from glassine.flow.spelling import fit
from glassine.words.clock import Milliseconds
from glassine.words.private import Password
from glassine.words.public import ConnectionId

NOW = Milliseconds(1)


class Loud(Exception):
    """An exception that must not be asked for its words."""

    def __str__(self) -> str:
        raise AssertionError

    __repr__ = __str__


def test_the_words_are_not_looked_at() -> None:
    event = faulted(Loud("secret"), NOW, ConnectionId("C"))
    assert (event.exception, event.place, event.uuid) == ("Loud", "?", "C")


def test_the_place_is_the_innermost_one_of_ours() -> None:
    class NoBytes(Password):
        def reveal(self) -> bytes:
            return int("secret")  # type: ignore[return-value]

    try:
        fit(NoBytes(b""))
    except ValueError as broken:
        event = faulted(broken, NOW)
    assert event.exception == "ValueError"
    name, _, line = event.place.partition(":")
    source = Path(fit.__code__.co_filename)
    assert name == source.name
    assert "reveal()" in source.read_text().splitlines()[int(line) - 1]
