"""`--follow` sees what other processes commit, and ends cleanly."""

import json
import select
import signal
import subprocess
from collections.abc import Callable

import pytest

from cli.commands import Place
from cli.happenings import OTHER, happen, queued

PATIENCE = 20.0


def next_line(following: subprocess.Popen[bytes]) -> str:
    """Return the next line that the follower prints."""
    assert following.stdout is not None
    ready, _, _ = select.select([following.stdout], [], [], PATIENCE)
    assert ready, "nothing came"
    return following.stdout.readline().decode()


def until(following: subprocess.Popen[bytes], met: Callable[[str], bool]) -> str:
    """Return the first line that meets the condition."""
    while not met(line := next_line(following)):
        assert line, "it ended"
    return line


def test_events_of_another_process_come_as_they_happen(place: Place) -> None:
    happen(place)
    asked = ("--type", "queued", "--to", "dustin@d19.ca")
    with place.start("events", "--follow", *asked) as following:
        assert json.loads(next_line(following))["uuid"].startswith("5DBEA39F")
        happen(place, [queued(place, uuid=OTHER)])
        assert json.loads(next_line(following))["uuid"] == OTHER
        following.send_signal(signal.SIGINT)
        out, err = following.communicate(timeout=PATIENCE)
        assert (following.returncode, out, err) == (0, b"", b"")


def test_lines_of_another_process_come_as_they_happen(place: Place) -> None:
    with place.start("log", "--follow") as following:
        next_line(following)  # what there was
        happen(place)
        assert "[core] connect" in until(following, lambda line: "5DBEA39F" in line)
        following.send_signal(signal.SIGINT)
        _, err = following.communicate(timeout=PATIENCE)
        assert (following.returncode, err) == (0, b"")


@pytest.mark.parametrize("command", ["events", "log"])
def test_a_follower_ends_when_nobody_reads_any_more(place: Place, command: str) -> None:
    happen(place)
    with place.start(command, "--follow") as following:
        next_line(following)
        assert following.stdout is not None
        assert following.stderr is not None
        following.stdout.close()
        assert following.wait(PATIENCE) == 0
        assert following.stderr.read() == b""
