"""Haraka as a peer: the seed's own stack, its queue plugin handing on by LMTP.

It is installed by npm into `.bench/haraka` the first time, at the version that the
peers' page measured.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from support.counterparts.place import wait_until_it_listens
from support.free_port import free_port

VERSION = "3.3.4"
PATIENCE = 30


def install(place: Path) -> Path:
    """Return where Haraka lies, installed if it was not yet."""
    package = place / "node_modules" / "Haraka"
    if not package.is_dir():
        place.mkdir(parents=True, exist_ok=True)
        wanted = f"Haraka@{VERSION}"
        quiet = ("--no-fund", "--no-audit", "--loglevel=error")
        subprocess.run(["npm", "install", *quiet, wanted], cwd=place, check=True)
    return package


@contextmanager
def haraka(
    home: Path, package: Path, domain: str, sink: int
) -> Iterator[tuple[int, int]]:
    """Run Haraka; yield its port and its process id."""
    port = free_port()
    config = home / "config"
    config.mkdir(parents=True)
    (home / "queue").mkdir()
    shutil.copy(package / "config/connection.ini", config)  # it stops without one
    texts = {
        "smtp.ini": f"listen=127.0.0.1:{port}\n",
        "me": "mail.example.net\n",
        "host_list": f"{domain}\n",
        "plugins": "rcpt_to.in_host_list\nqueue/lmtp\n",
        "lmtp.ini": f"host=127.0.0.1\nport={sink}\n",
        "outbound.ini": "concurrency_max=20\n",
        "log.ini": "level=info\n",
    }
    for name, text in texts.items():
        (config / name).write_text(text)
    program = package / "bin/haraka"
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            ["node", str(program), "-c", str(home)], stdout=log, stderr=log
        )
    try:
        wait_until_it_listens(port, home / "log")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(PATIENCE)
