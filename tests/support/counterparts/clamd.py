"""ClamAV's daemon with one signature of our own: no database is fetched."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.counterparts.place import (
    HOST,
    PATIENCE,
    open_place,
    wait_until_it_listens,
)
from support.free_port import free_port
from support.programs import BESIDE, find

MARK = b"this-is-the-mark-of-our-test-signature"
SIGNATURE = "Test.Mark-1.UNOFFICIAL"
STREAM_MAX = 4 << 20  # octets; what is longer it refuses to look at
SETTINGS = """\
DatabaseDirectory {place}/signatures
TCPSocket {port}
TCPAddr 127.0.0.1
LocalSocket {place}/socket
TemporaryDirectory {place}
LogFile {place}/log
StreamMaxLength {most}
Foreground true
User root
"""


@dataclass(frozen=True, slots=True)
class Clamd:
    """A running clamd."""

    place: Path
    port: int

    @property
    def socket(self) -> Path:
        """Where it listens besides its port."""
        return self.place / "socket"


@contextmanager
def clamd() -> Iterator[Clamd]:
    """Run clamd, which knows but one thing."""
    with open_place("clamd") as place:
        server = Clamd(place, free_port())
        (place / "signatures").mkdir()
        signature = f"Test.Mark-1:0:*:{MARK.hex()}\n"
        (place / "signatures" / "test.ndb").write_text(signature)
        settings = place / "clamd.conf"
        settings.write_text(
            SETTINGS.format(place=place, port=server.port, most=STREAM_MAX)
        )
        process = subprocess.Popen(
            [find("clamd"), "-c", str(settings)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"LD_LIBRARY_PATH": _libraries()},
        )
        try:
            wait_until_it_listens(server.port, place / "log")
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)


def address(server: Clamd) -> str:
    """Return where it is, as the settings want it."""
    return f"{HOST}:{server.port}"


def _libraries() -> str:
    return ":".join(map(str, (BESIDE / "usr/lib").glob("*-linux-gnu")))
