"""`glassine log`: the raw lines, and those of one message alone."""

import pytest

from cli.commands import Place
from cli.happenings import happen
from glassine.cli.log_lines import in_order
from glassine.events import lines
from glassine.store.api.events import StoredLines
from glassine.store.api.ids import EventKey
from glassine.words.clock import Milliseconds
from sample_events import AT, SEED_SESSION, C

SEED_LINES = b"".join(lines.render(event) for event in SEED_SESSION).decode()


@pytest.fixture
def home(place: Place) -> Place:
    """Return a place where the seed's message went through."""
    happen(place)
    return place


def test_the_lines_come_as_they_were_written(home: Place) -> None:
    printed = home.done("log").splitlines()
    assert set(SEED_LINES.splitlines()) <= set(printed)
    assert printed == sorted(printed, key=lambda line: line[:24])


def test_only_the_newest_are_shown(home: Place) -> None:
    assert len(home.done("log", "--limit", "3").splitlines()) == 3
    assert "action=log" in home.done("log", "--limit", "1")


def test_one_message_has_its_own_lines_and_its_connections(home: Place) -> None:
    printed = home.done("log", "--uuid", f"{C}.1")
    assert f"[{C}] [core] connect" in printed
    assert f"[{C}.1.1] [outbound]" in printed
    assert home.done("log", "--uuid", f"{C}.2").count(f"[{C}.1") == 0


def test_lines_of_two_connections_stand_in_order_of_time() -> None:
    def kept(stamp: str, key: int) -> StoredLines:
        line = f"2026-11-23T10:02:{stamp}Z [INFO] [-] [core] x\n".encode()
        return StoredLines(EventKey(key), None, Milliseconds(AT), line)

    told = in_order([kept("02.000", 1), kept("01.500", 2), kept("03.000", 3)], None)
    assert [line[17:23] for line in told] == [b"01.500", b"02.000", b"03.000"]
