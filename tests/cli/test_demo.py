"""`glassine demo` as a newcomer runs it, and as a program does."""

import imaplib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SOURCES = Path(__file__).parents[2] / "src"
SEED = Path(__file__).parents[1] / "events" / "golden" / "queued.json"
PATIENCE = 90  # seconds, on a busy machine
NO_CONTENT = re.compile(
    "Subject|Greenhouse|lighthouse|Blåbär|Heatherfield|Ångerman|postpone|barometer"
    r"|smörgås|plugins-of|ferry-timetable|who-brings|password",
    re.IGNORECASE,
)
# What the seed document shows of its message, in order; a SASL line is never there.
SEEDS_LINES = (
    r"\[NOTICE\] \[C\] \[core\] connect ip=127\.0\.0\.1 port=\d+ local_ip=",
    r"\[INFO\] \[C\] \[helo\.checks\] multi: true, skip:proto_mismatch",
    r"\[INFO\] \[C\] \[auth\] authenticated as : mainwp\.app@example\.org method=LOGIN",
    r"\[NOTICE\] \[C\.1\] \[core\] sender <mainwp\.app@example\.org> code=CONT ",
    r"\[INFO\] \[C\.1\] \[core\]  hook=rcpt plugin=rcpt_to\.in_host_list ",
    r"\[INFO\] \[C\.1\] \[delay_deny\] bypassing all pre-DATA deny: AUTH/RELAY",
    r"\[NOTICE\] \[C\.1\] \[core\] recipient <dustin@example\.org> code=OK ",
    r"\[NOTICE\] \[C\.1\] \[core\] message mid=<\S+@digest> size=4058 rcpts=1/0/0 ",
    r"\[INFO\] \[C\.1\] \[dkim_sign\] signed for example\.org",
    r"\[NOTICE\] \[C\.1\] \[core\] queue code=CONT msg=\"Message Queued \(C\.1\)\"",
    r"\[INFO\] \[-\] \[core\] \[outbound\] Sending email as a transaction",
    r"\[INFO\] \[-\] \[core\] \[outbound\] Processing delivery for domain: example",
    r"\[NOTICE\] \[C\.1\] \[core\] queue code=OK msg=\"Message Queued \(C\.1\)\"",
    r"\[NOTICE\] \[C\.1\] \[core\] disconnect ip=127\.0\.0\.1 .* bytes=4058 ",
)


@dataclass(frozen=True, slots=True)
class Ran:
    """A demo that has ended."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """The records on standard output."""
        return [json.loads(s) for s in self.out.splitlines() if s.startswith("{")]

    @property
    def lines(self) -> list[str]:
        """The raw lines on standard output."""
        return [s for s in self.out.splitlines() if not s.startswith("{")]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "glassine", "demo", *arguments]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCES), "COLUMNS": "100", **more}


def demo(place: Path, *arguments: str, **more: str) -> Ran:
    ran = subprocess.run(
        command(*arguments),
        cwd=place,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def left_running(place: Path) -> list[str]:
    """Return the processes whose command line names the place."""
    told = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes()
        except OSError:  # it has ended meanwhile
            continue
        if os.fsencode(place) in words:
            told.append(process.name)
    return told


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Run it once, whole."""
    place = tmp_path_factory.mktemp("once")
    ran = demo(place, "--once", "--dir", str(place / "stage"))
    assert (ran.code, list(place.iterdir())) == (0, []), ran.err
    assert left_running(place) == []
    return ran


def test_every_record_has_the_keys_of_the_seed_in_order(once: Ran) -> None:
    seed = json.loads(SEED.read_text())
    for record in once.records:
        assert list(record) == list(seed)
        assert list(record["remote"]) == list(seed["remote"])
        assert list(record["details"])[:2] == list(seed["details"])
        assert {k: type(v) for k, v in record.items()} == {
            k: type(v) for k, v in seed.items()
        }
        assert {k: type(v) for k, v in record["remote"].items()} == {
            k: type(v) for k, v in seed["remote"].items()
        }


def test_the_three_letters_are_told_in_order(once: Ran) -> None:
    assert [record["type"] for record in once.records] == [
        *("auth", "queued", "delivered"),
        *("auth", "queued", "delivered"),
        *("received", "delivered"),
    ]
    queued = [r for r in once.records if r["type"] in ("queued", "received")]
    assert [(r["mailFrom"], r["details"]["tls"]) for r in queued] == [
        ("<mainwp.app@example.org>", False),
        ("<dustin@example.org>", True),
        ("<zoe@example.net>", False),
    ]
    assert queued[0]["details"]["size"] == 4058
    assert [r["details"].get("authMethod") for r in queued] == ["LOGIN", "PLAIN", None]


def test_the_raw_lines_of_the_first_letter_are_the_seeds(once: Ran) -> None:
    connection = once.records[0]["uuid"]
    lines = iter(line.replace(connection, "C") for line in once.lines)
    for pattern in SEEDS_LINES:
        assert any(re.search(pattern, line) for line in lines), pattern


def test_a_letter_that_is_delivered_has_its_line(once: Ran) -> None:
    delivered = [line for line in once.lines if "[outbound]  delivered file=" in line]
    assert len(delivered) == 3
    assert all("mode=local" in line for line in delivered)


def test_standard_output_holds_nothing_but_the_two_views(once: Ran) -> None:
    assert NO_CONTENT.findall(once.out) == []
    assert all(re.match(r"\d{4}-\d\d-\d\dT\S+Z \[", line) for line in once.lines)


def test_the_owner_reads_and_the_search_finds_nothing(once: Ran) -> None:
    assert "Greenhouse site: three plugins want your attention" in once.err
    assert "Blåbärspaj på söndag?" in once.err
    assert re.search(r"nothing found in \d+ files, \d{6,} bytes", once.err)
    assert "\x1b" not in once.err  # colours are for terminals


def test_it_stays_for_a_mail_program_and_ends_by_ctrl_c(tmp_path: Path) -> None:
    stage = tmp_path / "stage"
    told = tmp_path / "told"
    with told.open("wb") as out:
        staying = subprocess.Popen(
            command("--dir", str(stage)),
            cwd=tmp_path,
            env=environment(NO_COLOR="1"),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(told, "Ctrl-C ends it", staying)
        read_as_told(told.read_text())
        wait_for(told, "authenticated as : dustin@example.org method=LOGIN", staying)
        assert "a demo runs in" in demo(tmp_path, "--dir", str(stage)).err
    finally:
        staying.send_signal(signal.SIGINT)
        with killed_in_the_end(staying):
            code = staying.wait(PATIENCE)
    assert code == 0, told.read_text()
    assert (stage / "glassine.toml").exists()
    assert left_running(stage) == []
    again = demo(tmp_path, "--once", "--dir", str(stage))
    assert (again.code, stage.exists()) == (0, False), again.err


@contextmanager
def killed_in_the_end(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Leave nothing running, however the test ends."""
    try:
        yield
    finally:
        process.kill()


def wait_for(told: Path, what: str, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + PATIENCE
    while what not in told.read_text(errors="replace"):
        assert process.poll() is None, told.read_text()
        assert time.monotonic() < limit, told.read_text()
        time.sleep(0.1)


def read_as_told(text: str) -> None:
    """Log in with what the demo says to whoever has a mail program."""
    port = re.search(r"read by IMAP, STARTTLS\s+127\.0\.0\.1  port (\d+)", text)
    password = re.search(r"password\s+([0-9a-f]{16})\b", text)
    assert port
    assert password
    with imaplib.IMAP4("127.0.0.1", int(port[1]), timeout=20) as client:
        client.login("dustin@example.org", password[1])
        assert client.select("INBOX") == ("OK", [b"3"])


def test_a_directory_that_no_demo_made_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "stage").mkdir()
    (tmp_path / "stage" / "mine").write_text("mine")
    ran = demo(tmp_path, "--once", "--dir", "stage")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("glassine: stage is there already and no demo made it")
    assert (tmp_path / "stage" / "mine").read_text() == "mine"


def test_a_place_where_nothing_can_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = demo(tmp_path, "--once", "--dir", "file/stage")
    assert (ran.code, ran.out) == (1, "")
    assert "name another place by --dir" in ran.err
