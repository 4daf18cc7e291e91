"""A place on disk for servers that give up root, and waiting for what they do.

Pytest's own directories are closed to others; a server that runs as its own user must
be let through.
"""

import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
PATIENCE = 30  # seconds, on a busy machine


class CounterpartFailed(Exception):
    """The other server did not start, or did not do what it was there for."""


@contextmanager
def open_place(name: str) -> Iterator[Path]:
    """Make a directory that others may pass through; remove it in the end."""
    place = Path(tempfile.mkdtemp(prefix=f"glassine-{name}-"))
    place.chmod(0o755)
    try:
        yield place
    finally:
        shutil.rmtree(place)


def wait_until_it_listens(port: int, log: Path) -> None:
    """Return once somebody answers there; raise what is in its log if nobody does."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        try:
            socket.create_connection((HOST, port)).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
    raise CounterpartFailed(log.read_text(errors="replace") if log.exists() else "")


def wait_for(path: Path, pattern: str, count: int = 1) -> list[Path]:
    """Return the files that match once there are so many."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        found = sorted(path.glob(pattern))
        if len(found) >= count:
            return found
        time.sleep(0.02)
    raise CounterpartFailed(f"{len(found)} of {count} came")
