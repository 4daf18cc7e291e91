"""A full disk: the answer is 452 or 451, nothing is half-written, nothing is in clear.

Root fills a small tmpfs. Anyone else limits the size of a file: the error is another
one, the promise the same.
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from canary.day import PERSON, from_outside
from canary.searching import entries, leaks_of
from canary.words import Canaries
from support.running_server import PASSWORD, RunningServer

SMALL = 16 << 20


def _mount(place: Path) -> bool:
    options = ("-o", f"size={SMALL},mode=700")
    command = ("mount", "-t", "tmpfs", *options, "tmpfs", str(place))
    return os.getuid() == 0 and subprocess.run(command, check=False).returncode == 0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """Run a server with little room."""
    server = RunningServer(tmp_path / "home")
    (tmp_path / "home" / "place").mkdir(parents=True)
    mounted = _mount(server.place)
    try:
        server.make()
        server.add_account(PERSON, PASSWORD)
        if not mounted:
            server.wrapper = ("prlimit", f"--fsize={SMALL}")
        server.start()
        yield server
        if server.running:
            server.kill()
    finally:
        if mounted:
            subprocess.run(("umount", str(server.place)), check=True)


def test_a_full_disk_refuses_for_now_and_shows_nothing(server: RunningServer) -> None:
    words, before = Canaries(), entries()
    letter = words.letter() + os.urandom(300_000).hex(" ", 30).encode()
    letter = letter.replace(b" " * 1, b"\r\n")
    taken = 0
    with server.smtp() as talk:
        talk.hello()
        for _ in range(200):
            reply = talk.deliver("zoe@example.net", [PERSON], letter)
            if reply.code != 250:
                break
            taken += 1
        assert reply.code in (451, 452)
    with server.imap(PERSON) as talk:
        assert talk.messages() == taken
    known = words.by_name() | {"password": PASSWORD}
    assert leaks_of(server, known, before) == []
    server.kill()
    assert leaks_of(server, known, before) == []


def test_a_server_killed_on_a_full_disk_comes_up_again(server: RunningServer) -> None:
    words = Canaries()
    from_outside(server, words)
    filler = server.place / "filler"
    try:
        with filler.open("wb", buffering=0) as file:
            while file.write(bytes(65536)) == 65536 and file.tell() < 2 * SMALL:
                pass
    except OSError:
        pass
    server.kill()
    filler.unlink()
    server.start()
    from_outside(server, words)
    with server.imap(PERSON) as talk:
        assert talk.messages() == 2
