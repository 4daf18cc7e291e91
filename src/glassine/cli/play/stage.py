"""The directory that the demo plays in: made by it, replaced by it, removed by it.

A mark says that a demo made it; a directory without the mark is never touched. The
mark is locked as long as a demo runs there, so that two do not share one.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from glassine.cli.refused import Refused

MARK = "made-by-glassine-demo"


@contextmanager
def stage(directory: Path) -> Iterator[None]:
    """Have the directory, empty, to ourselves. Raises `Refused`."""
    try:
        mark = _claim(directory)
    except OSError as error:
        why = (error.strerror or "cannot be used").lower()
        raise Refused(f"{directory}: {why}; name another place by --dir") from None
    try:
        yield
    finally:
        os.close(mark)  # which also unlocks it


def remove(directory: Path) -> None:
    """Remove all that the demo left behind."""
    shutil.rmtree(directory)


def _claim(directory: Path) -> int:
    """Return the mark, open and locked; nothing else is left in the directory."""
    mark = directory / MARK
    if os.path.lexists(directory) and not mark.is_file():
        raise Refused(
            f"{directory} is there already and no demo made it, and nothing was "
            "touched; name another place by --dir, or move it away"
        )
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened = os.open(mark, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        raise Refused(
            f"a demo runs in {directory} already; end that one by Ctrl-C, "
            "or name another place by --dir"
        ) from None
    _clear(directory, mark)
    return opened


def _clear(directory: Path, mark: Path) -> None:
    for left in directory.iterdir():
        if left == mark:
            continue
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        else:
            left.unlink()
