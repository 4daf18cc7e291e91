"""Give commands as an operator would: in this process, or in one of their own."""

import io
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from glassine.cli.main import main
from glassine.store.api.store import Store
from glassine.store.sqlite.opening import open_store
from glassine.vault.server_key import parse_server_key
from glassine.words.clock import SystemClock
from glassine.words.private import Key

SOURCES = Path(__file__).parents[2] / "src"
PASSWORD = "correct horse battery staple"
CHEAP = '[auth]\nargon2_memory = "8MiB"\nallow_plain_from = ["127.0.0.0/8"]\n'


class Said(NamedTuple):
    """What a command ended with."""

    code: int
    out: str
    err: str


def give(*words: str, given: str = "") -> Said:
    """Run the command in this process; nothing of it is a terminal."""
    streams = [_stream(), _stream()]
    with (
        patch.object(sys, "argv", ["glassine", *words]),
        patch.object(sys, "stdin", _stream(given)),
        redirect_stdout(streams[0]),
        redirect_stderr(streams[1]),
    ):
        code = main()
    out, err = (_text(stream) for stream in streams)
    return Said(code, out, err)


def _stream(text: str = "") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


class Place:
    """A directory that `init` made, and commands given in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.config = path / "glassine.toml"
        self.data = path / "data"
        self.key = path / "glassine.key"

    def give(self, *words: str, given: str = "") -> Said:
        """Run a command on this place, in this process."""
        return give(*words, "--config", str(self.config), given=given)

    def done(self, *words: str, given: str = "") -> str:
        """Run a command that must succeed; return what it printed."""
        said = self.give(*words, given=given)
        assert said.code == 0, said
        return said.out

    def start(self, *words: str, **extra: str) -> subprocess.Popen[bytes]:
        """Start a command on this place in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "glassine", *words, "--config", str(self.config)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment() | extra,
            bufsize=0,  # so that `select` knows of every line that waits
        )

    def store(self) -> Store:
        """Open the store beside the commands."""
        key = parse_server_key(Key(self.key.read_bytes()))
        return open_store(self.data, key_id=key.id, clock=SystemClock())

    def files(self) -> dict[str, bytes]:
        """Return every file and what it holds."""
        found = (path for path in self.path.rglob("*") if path.is_file())
        return {str(path): path.read_bytes() for path in sorted(found)}


def environment() -> dict[str, str]:
    """Return the environment of a command in a process of its own."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCES)}


def copy_of(made: Place, path: Path) -> Place:
    """Return a place of one's own."""
    shutil.copytree(made.path, path)
    return Place(path)
