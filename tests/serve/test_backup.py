"""A backup of a running server is whole or not there, sealed, and restores."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from glassine.serve.backup import last_backup
from support.letters import letter, marker
from support.running_server import (
    MAIN,
    PASSWORD,
    RunningServer,
    ServerFailed,
    running_server,
)

ANN, ZOE = "ann@example.org", "zoe@example.net"
LONG = 200_000  # octets: such a letter lies in a file of its own


@pytest.fixture(scope="module")
def word() -> str:
    """Return a word that stands in Ann's letters and nowhere else."""
    return marker()


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, word: str
) -> Iterator[RunningServer]:
    """Run a server at which Ann has got a short letter and a long one."""
    with running_server(tmp_path_factory.mktemp("backed"), {ANN: PASSWORD}) as server:
        with server.smtp() as talk:
            talk.hello()
            line = f"{word} and the rest of the line\r\n"
            for body in (word, line * (LONG // len(line))):
                assert talk.deliver(ZOE, [ANN], letter(word, body)).code == 250
            talk.quit()
        yield server


def test_a_backup_restores_to_a_server_whose_mail_can_be_read(
    server: RunningServer, tmp_path: Path, word: str
) -> None:
    said = server.command("backup", str(tmp_path / "copy"))
    assert "you need this directory, the config, and the server key" in said
    with server.imap(ANN) as talk:
        kept = talk.whole_messages()
    other = RunningServer(tmp_path / "other")
    other.temporary.mkdir(parents=True)
    other.place.mkdir()
    for name in server.place.iterdir():
        if name.is_file():  # config, key, certificate: kept elsewhere
            (other.place / name.name).write_bytes(name.read_bytes())
            (other.place / name.name).chmod(0o600)
    (tmp_path / "copy" / "data").rename(other.place / "data")
    other.start()
    with other.imap(ANN) as talk:
        assert talk.whole_messages() == kept
    other.stop()
    assert len(kept) == 2
    assert all(word.encode() in each for each in kept)


def test_no_word_of_a_letter_and_no_key_is_in_a_backup(
    server: RunningServer, tmp_path: Path, word: str
) -> None:
    server.command("backup", str(tmp_path / "copy"))
    words = tmp_path / "words"
    words.write_text(f"{word}\n")
    server.command(
        "leakscan", "--deep", "--words-file", str(words), str(tmp_path / "copy")
    )
    everything = b"".join(
        each.read_bytes() for each in (tmp_path / "copy").rglob("*") if each.is_file()
    )
    key = (server.place / "glassine.key").read_bytes().split()[-1]
    assert key not in everything and bytes.fromhex(key.decode()) not in everything


def test_the_key_goes_along_when_told_to(server: RunningServer, tmp_path: Path) -> None:
    said = server.command("backup", "--with-key", str(tmp_path / "copy"))
    assert "The server key lies in it." in said
    kept = tmp_path / "copy" / "glassine.key"
    assert kept.read_bytes() == (server.place / "glassine.key").read_bytes()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_check_finds_what_was_changed_lost_or_added(
    server: RunningServer, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    server.command("backup", str(copy))
    assert "as they were made" in server.command("backup", "--check", str(copy))
    [blob] = (each for each in (copy / "data" / "blobs").rglob("*") if each.is_file())
    octets = blob.read_bytes()
    for change in (octets[:-1] + bytes([octets[-1] ^ 1]), None):
        blob.write_bytes(change) if change else blob.unlink()
        with pytest.raises(ServerFailed, match="1 files are missing, changed"):
            server.command("backup", "--check", str(copy))
    blob.write_bytes(octets)
    (copy / "stray").touch()
    with pytest.raises(ServerFailed, match="the first is stray"):
        server.command("backup", "--check", str(copy))


def test_nothing_is_written_where_something_is(
    server: RunningServer, tmp_path: Path
) -> None:
    with pytest.raises(ServerFailed, match="nothing was touched"):
        server.command("backup", str(tmp_path))
    with pytest.raises(ServerFailed, match="there is no backup here"):
        server.command("backup", "--check", str(tmp_path))


def test_a_backup_that_is_killed_does_not_look_finished(
    server: RunningServer, tmp_path: Path
) -> None:
    copy, unfinished = tmp_path / "copy", tmp_path / "copy.unfinished"
    process = subprocess.Popen(
        [sys.executable, *MAIN, "backup", str(copy)],
        env=server._environment(),
        stdout=subprocess.DEVNULL,
    )
    while not unfinished.exists():
        assert process.poll() is None
        time.sleep(0.001)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert not copy.exists()
    with pytest.raises(ServerFailed, match="there is no backup here"):
        server.command("backup", "--check", str(unfinished))
    with pytest.raises(ServerFailed, match="what an earlier try has left"):
        server.command("backup", str(copy))


def test_that_a_backup_is_made_is_kept_before_and_after(
    server: RunningServer, tmp_path: Path
) -> None:
    server.command("backup", str(tmp_path / "copy"))
    noted = last_backup(server.place / "data")
    assert noted is not None and abs(noted - time.time() * 1000) < 60_000
    said = server.command("events", "--type", "operator", "--limit", "2", "--json")
    looks = [json.loads(line)["details"] for line in said.splitlines()]
    assert {look["action"] for look in looks} == {"backup"}
    assert {look["filter"] for look in looks} == {"begun", "done"}
