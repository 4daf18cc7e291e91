"""Whatever goes wrong: one line, the way out, a right exit code, nothing touched."""

import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cli.commands import Place, environment, give
from cli.happenings import happen
from cli.terminal import at_a_terminal
from glassine.cli import domain
from glassine.serve import run
from glassine.vault.server_key import new_server_key

HEAVY = {"apsw", "cryptography", "asyncio.sslproto", "dns", "OpenSSL"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("acount",), 'Unknown command "acount". Did you mean "account"?'),
        (("account", "ad"), 'Unknown command "ad". Did you mean "add"?'),
        (("events", "--folow"), "Unknown option: --folow. Did you mean --follow?"),
        (("account", "add"), "parameter ADDRESS requires an argument"),
        (("account", "add", "anna"), "ADDRESS: it is an address such as anna@"),
        (("domain", "list", "all"), "there are more words than the command takes"),
    ],
)
def test_wrong_words_are_answered_by_the_nearest_right_one_and_the_usage(
    words: tuple[str, ...], said: str
) -> None:
    answer = give(*words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "glassine: Usage: glassine " in answer.err
    assert all(line.startswith("glassine: ") for line in answer.err.splitlines())


def test_a_password_among_the_words_is_not_quoted_back() -> None:
    answer = give("account", "passwd", "anna@example.org", "hunter2")
    assert answer.code == 2
    assert "hunter2" not in answer.err


def test_a_config_error_names_file_line_and_what_to_write(place: Place) -> None:
    text = place.config.read_text().replace('data_dir = "data"', "data_dri = 7")
    place.config.write_text(text)
    answer = place.give("domain", "list")
    assert (answer.code, answer.out) == (2, "")
    line = text[: text.index("data_dri")].count("\n") + 1
    assert f"glassine: {place.config}, line {line}: " in answer.err
    assert "did you mean data_dir?" in answer.err


def test_a_config_that_is_not_there_is_named(tmp_path: Path) -> None:
    answer = give("domain", "list", "--config", str(tmp_path / "none.toml"))
    assert answer.code == 2
    assert f"{tmp_path}/none.toml: no such file or directory" in answer.err


def other_key(place: Place) -> None:
    """Put another key in the place of the right one."""
    place.key.write_bytes(new_server_key().file().reveal())


def newer(place: Place) -> None:
    """Say that a newer version made the data."""
    with sqlite3.connect(place.data / "glassine.db") as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA user_version = 999")
    db.close()


def foreign(place: Place) -> None:
    """Put a database of another program there."""
    (place.data / "glassine.db").unlink()
    with sqlite3.connect(place.data / "glassine.db") as db:
        db.execute("CREATE TABLE x (y)")
    db.close()


def gone(place: Place) -> None:
    """Take the data away."""
    place.data.rename(place.path / "elsewhere")


def cut_short(place: Place) -> None:
    """Leave half of the database."""
    path = place.data / "glassine.db"
    path.write_bytes(path.read_bytes()[:5000])


BROKEN = {
    "no key": (lambda place: place.key.unlink(), "put it back"),
    "no key in it": (lambda place: place.key.write_text("x"), "does not hold a server"),
    "another key": (other_key, "belongs to another server key"),
    "readable key": (lambda place: place.key.chmod(0o644), "chmod 600"),
    "newer": (newer, "a newer glassine made this data directory"),
    "foreign": (foreign, "this is not a data directory of glassine"),
    "gone": (gone, "make one: glassine init DIR"),
    "cut short": (cut_short, "damaged"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_place_that_does_not_fit_is_refused_and_left_untouched(
    place: Place, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It would change this process, in which other tests follow.
    monkeypatch.setattr(run, "keep_memory_private", lambda: None)
    breaking, said = BROKEN[how]
    breaking(place)
    before = place.files()
    for words in (("serve",), ("domain", "add", "example.net"), ("events",)):
        answer = place.give(*words)
        assert answer.code in (1, 2)
        assert answer.out == ""
        assert said in answer.err
        assert place.files() == before


def test_a_port_in_use_is_named_with_its_setting(place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        text = place.config.read_text()
        line = next(line for line in text.splitlines() if line.startswith("imap "))
        place.config.write_text(text.replace(line, f'imap = ["127.0.0.1:{port}"]'))
        with place.start("serve") as serving:
            out, err = serving.communicate(timeout=20)
    assert serving.returncode == 1
    assert f"glassine: 127.0.0.1:{port} ([listen] imap): " in err.decode()
    assert "Traceback" not in err.decode() + out.decode()


def test_what_breaks_unforeseen_is_one_line_without_its_words(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("a secret that it holds")

    monkeypatch.setattr(domain, "zone", broken)
    answer = place.give("domain", "show", "example.org")
    assert (answer.code, answer.out) == (1, "")
    assert "something broke in domain.py:" in answer.err
    assert "(ValueError)" in answer.err
    assert "secret" not in answer.err
    assert answer.err.count("\n") == 1


def test_the_module_and_the_script_are_the_same_command() -> None:
    for entry in ("glassine", "glassine.cli.main"):
        ran = subprocess.run(
            [sys.executable, "-m", entry, "--help"],
            env=environment(),
            capture_output=True,
            check=True,
        )
        assert ran.stdout.startswith(b"Usage: glassine COMMAND")


def test_the_version_is_told() -> None:
    answer = give("--version")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.strip()


def test_a_reader_who_has_seen_enough_ends_a_command_cleanly(place: Place) -> None:
    happen(place)
    with place.start("log") as listing:
        assert listing.stdout is not None
        assert listing.stderr is not None
        listing.stdout.close()
        assert listing.wait(20) == 0
        assert listing.stderr.read() == b""


def test_help_imports_nothing_that_is_slow() -> None:
    code = "import sys; from glassine.cli.main import main; main(); print(*sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", code, "--help"],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Usage: glassine COMMAND" in ran.stdout
    assert HEAVY.isdisjoint(ran.stdout.split())


def test_colours_are_for_terminals_only(place: Place) -> None:
    assert "\x1b" not in place.done("log")
    assert "\x1b" not in place.done("events")
    assert "\x1b" not in give("--help").out
    happen(place)
    _, seen = at_a_terminal(place, "events", typed=())
    assert "\x1b[" in seen
    assert "mainwp.app@d19.ca → dustin@d19.ca" in seen
    _, seen = at_a_terminal(place, "log", typed=(), NO_COLOR="1")
    assert "\x1b[3" not in seen
    assert "[core] connect" in seen


@pytest.mark.parametrize(
    "group", ["account", "operator", "hold-rule", "suppress", "list"]
)
def test_an_empty_list_is_said_to_be_empty(place: Place, group: str) -> None:
    _, seen = at_a_terminal(place, group, "list", typed=())
    assert "There is none." in seen
    assert place.done(group, "list") == ""


def test_a_person_who_finds_nothing_is_told_so(place: Place) -> None:
    unknown = ("--uuid", "91EA6721-B605-4722-AB8B-8A507F1D9157")
    for command in ("events", "log"):
        _, seen = at_a_terminal(place, command, *unknown, typed=())
        assert "There is no such " in seen
        assert place.done(command, *unknown) == ""
