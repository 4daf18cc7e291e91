"""The server of the demo: the real one, in a process of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from glassine.cli.refused import Refused

COMMAND = (sys.executable, "-m", "glassine", "serve", "--single")
TO_START = 30.0  # seconds, on a busy machine
TO_END = 15.0
LOOK_AGAIN = 0.1


@dataclass(frozen=True, slots=True)
class Server:
    """A server that listens: where, and where its standard output goes."""

    process: subprocess.Popen[bytes]
    log: Path
    places: dict[str, tuple[str, int]]

    def check(self) -> None:
        """See that it still runs. Raises `Refused`."""
        if self.process.poll() is not None:
            raise Refused("the server of the demo has ended; start the demo again")


@contextmanager
def running(config: Path, command: Sequence[str] = COMMAND) -> Iterator[Server]:
    """Run a server on this config; it has ended when this returns."""
    home = config.parent
    ready, log, errors = home / "ready", home / "server.log", home / "server.errors"
    with log.open("wb") as out, errors.open("wb") as err:
        process = subprocess.Popen(  # noqa: S603 (our own words)
            [*command, "--ready-file", str(ready), "--config", str(config)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,  # a Ctrl-C is ours alone; we end it in order
        )
    try:
        yield Server(process, log, _places(process, ready, errors))
    finally:
        _end(process)


def follow(server: Server) -> Iterator[str]:
    """Yield the lines that are added to the raw log from now on, as they come.

    Raises `Refused` when the server has ended by itself.
    """
    with server.log.open(encoding="utf-8") as log:
        log.seek(0, os.SEEK_END)
        begun = ""
        while True:
            begun += log.readline()
            if begun.endswith("\n"):
                yield begun.removesuffix("\n")
                begun = ""
            else:
                server.check()
                time.sleep(LOOK_AGAIN)


def _places(
    process: subprocess.Popen[bytes], ready: Path, errors: Path
) -> dict[str, tuple[str, int]]:
    limit = time.monotonic() + TO_START
    while not ready.exists():
        if process.poll() is not None:
            said = errors.read_text(errors="replace").strip() or "it said nothing"
            raise Refused(f"the server did not start: {said}")
        if time.monotonic() > limit:
            raise Refused(f"the server was not ready in {TO_START:.0f} s; try again")
        time.sleep(0.02)
    listening: dict[str, list[str]] = json.loads(ready.read_text())
    return {name: _host_and_port(at[0]) for name, at in listening.items()}


def _host_and_port(place: str) -> tuple[str, int]:
    host, _, port = place.rpartition(":")
    return host, int(port)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
