"""Who is alone with a data directory may sweep it."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from glassine.store.sqlite.blob_files import disk


class Sole:
    """Tells the first process at a data directory that it is alone there."""

    def __init__(self, path: Path) -> None:
        with disk():
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def when_alone(self, work: Callable[[], None]) -> None:
        """Do the work if nobody else has the store open; then let others in."""
        with disk():
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                work()
            except BlockingIOError:
                pass
            fcntl.flock(self._file, fcntl.LOCK_SH)

    def close(self) -> None:
        """Let go of it."""
        os.close(self._file)
