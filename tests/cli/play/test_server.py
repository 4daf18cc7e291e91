"""The demo's server: what is said where it does not start, and that it ends."""

import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from glassine.cli.play.server import follow, running
from glassine.cli.refused import Refused

READY = """
import pathlib, sys
pathlib.Path(sys.argv[2]).write_text('{"mx": ["127.0.0.1:2525"]}')
"""
STAYS = "import time; time.sleep(60)"


def python(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


def test_a_server_that_does_not_start_is_told_with_its_reason(tmp_path: Path) -> None:
    failing = python("import sys; sys.exit('glassine: 127.0.0.1:25 ([listen] mx): no')")
    with (
        pytest.raises(Refused, match=r"did not start: glassine: 127\.0\.0\.1:25"),
        running(tmp_path / "glassine.toml", failing),
    ):
        pass


def test_a_server_has_ended_when_we_are_done(tmp_path: Path) -> None:
    stays = python(READY + STAYS)
    with running(tmp_path / "glassine.toml", stays) as server:
        assert server.places == {"mx": ("127.0.0.1", 2525)}
        server.check()
    assert server.process.returncode is not None


def test_the_log_is_followed_from_its_end_by_whole_lines(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    with running(tmp_path / "glassine.toml", python(READY + STAYS)) as server:
        log.write_text("before\n")
        lines = follow(server)
        writing = Thread(target=write_in_pieces, args=(log, "one\ntw", "o\n"))
        writing.start()
        assert [next(lines), next(lines)] == ["one", "two"]
        writing.join()
        server.process.kill()
        server.process.wait()
        with pytest.raises(Refused, match="has ended"):
            next(lines)


def write_in_pieces(log: Path, *pieces: str) -> None:
    for piece in pieces:
        time.sleep(0.3)
        with log.open("a") as opened:
            opened.write(piece)
