"""The server as an operator runs it: it says when it is ready, and ends when told."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from glassine.config.settings import Config
from glassine.config.tables.doors import Listen, Tls
from glassine.serve import run
from glassine.serve.harden import CannotBecome
from glassine.store.api.ids import NotAStore
from glassine.vault.server_key import new_server_key
from glassine.words.public import Endpoint, HostName, ip_address
from support import certificate_files
from support.letters import letter
from support.running_server import MAIN, PATIENCE, RunningServer, ServerFailed

ANN = "ann@example.org"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    made = RunningServer(tmp_path)
    made.make()
    made.add_account(ANN)
    yield made
    if made.running:
        made.kill()


def wait_for(server: RunningServer, text: str) -> str:
    """Return the first line of the log that holds the text."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        for line in server.log.read_text().splitlines():
            if text in line:
                return line
        time.sleep(0.02)
    raise AssertionError(server.log.read_text())


def test_it_says_where_it_listens_serves_and_ends_cleanly(
    server: RunningServer,
) -> None:
    server.start()
    assert set(server.ports) >= {"mx", "submission", "submissions", "lmtp", "imap"}
    with server.smtp() as talk:
        talk.hello()
        assert talk.deliver("zoe@example.net", [ANN], letter("Hello")).code == 250
        server.process.send_signal(signal.SIGTERM)
        assert talk.reply().code == 421
    assert server.wait_for_death() == 0
    lines = server.log.read_text().splitlines()
    assert "disconnect" in lines[-2]
    assert "stopped" in lines[-1]
    assert server.errors.read_text() == ""


def test_the_certificate_is_read_again_and_a_broken_one_is_not_taken(
    server: RunningServer,
) -> None:
    server.start()
    certificate = server.place / "certificate.pem"
    good = certificate.read_bytes()
    certificate.write_text("half a certif")
    server.process.send_signal(signal.SIGHUP)
    assert "accepted=N" in wait_for(server, "accepted=N")
    with server.smtp("submissions") as talk:
        talk.hello()
    certificate.write_bytes(good)
    server.process.send_signal(signal.SIGHUP)
    limit = time.monotonic() + PATIENCE
    while server.log.read_text().count("accepted=Y") < 2:
        assert time.monotonic() < limit
        time.sleep(0.02)
    with server.smtp("submissions") as talk:
        talk.hello()
    server.stop()


def test_it_goes_on_when_nobody_reads_its_log(server: RunningServer) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ready = server.home / "ready"
    arguments = [*MAIN, "serve", "--single", "--ready-file", str(ready)]
    with server.errors.open("ab") as errors:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            stdout=writer,
            stderr=errors,
            cwd=server.home,
            env=server._environment(),
        )
    os.close(writer)
    server._process = process
    said = server._wait_for(ready)
    server.ports = {name: int(at[0].rpartition(":")[2]) for name, at in said.items()}
    with server.smtp() as talk:
        talk.hello()
        assert talk.deliver("zoe@example.net", [ANN], letter("Hello")).code == 250
        talk.quit()
    server.stop()
    assert server.errors.read_text() == ""
    assert ANN in server.command("log")


def test_only_what_is_grave_enough_is_printed_and_all_is_kept(
    server: RunningServer,
) -> None:
    server.set_up('[log]\nlevel = "notice"\n')
    server.start()
    with server.smtp() as talk:
        talk.hello()
        assert talk.deliver("zoe@example.net", [ANN], letter("Hello")).code == 250
        talk.quit()
    server.stop()
    printed = server.log.read_text()
    assert "[NOTICE]" in printed
    assert "[INFO]" not in printed
    assert "hook=rcpt" in server.command("log")


def test_a_port_in_use_is_named_with_its_setting(
    server: RunningServer, tmp_path: Path
) -> None:
    server.start()
    port = server.ports["mx"]
    other = RunningServer(tmp_path / "other")
    other.make()
    text = other.config.read_text()
    other.config.write_text(
        text.replace('mx = ["127.0.0.1:0"]', f'mx = ["127.0.0.1:{port}"]')
    )
    with pytest.raises(ServerFailed) as failed:
        other.start()
    assert f"127.0.0.1:{port} ([listen] mx)" in str(failed.value)
    assert "Traceback" not in str(failed.value)


def test_a_user_there_is_not_is_said_in_a_sentence(server: RunningServer) -> None:
    text = server.config.read_text()
    server.config.write_text(f'user = "nobody-of-that-name"\n{text}')
    with pytest.raises(ServerFailed) as failed:
        server.start()
    assert "there is no user nobody-of-that-name on this machine" in str(failed.value)
    assert "Traceback" not in str(failed.value)


def test_root_is_given_up_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(user: str) -> None:
        raise CannotBecome(user)

    monkeypatch.setattr(run, "drop_root", refuse)
    monkeypatch.setattr(run, "keep_memory_private", lambda: None)
    certificate, key = certificate_files.write(tmp_path)
    place = Endpoint(ip_address("127.0.0.1"), 0)
    config = Config(
        hostname=HostName("mail.example.org"),
        user="mail",
        data_dir=tmp_path / "data",
        listen=Listen(mx=(place,), submission=(), submissions=(), imap=(), imaps=()),
        tls=Tls(certificate=certificate, key=key),
    )
    with pytest.raises(CannotBecome):  # and not that there is no data directory
        run.serve(config, new_server_key(), None)
    monkeypatch.undo()
    monkeypatch.setattr(run, "keep_memory_private", lambda: None)
    with pytest.raises(NotAStore):
        run.serve(replace(config, user="-"), new_server_key(), None)


def test_its_memory_is_its_own(server: RunningServer) -> None:
    server.start()
    limits = Path(f"/proc/{server.process.pid}/limits").read_text()
    (core,) = [line for line in limits.splitlines() if "core file" in line]
    assert core.split()[4:6] == ["0", "0"]
    # What is not dumpable belongs to root in /proc, whoever runs it.
    assert Path(f"/proc/{server.process.pid}/environ").stat().st_uid == 0
    server.stop()


def test_a_certificate_that_is_not_there_is_said_before_anything_starts(
    server: RunningServer,
) -> None:
    certificate_files.write(server.home)
    (server.place / "certificate-key.pem").write_bytes(
        (server.home / "certificate-key.pem").read_bytes()
    )
    with pytest.raises(ServerFailed) as failed:
        server.start()
    assert "issued together" in str(failed.value)
