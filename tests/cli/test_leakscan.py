"""`glassine leakscan` says where and how, never what; and says when it cannot tell."""

import base64
import gzip
import io
import os
from pathlib import Path

import pytest

from cli.commands import give
from glassine.cli.leakscan import leakscan

WORD = b"walnutcupboard"


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """Make the list of words, beside the place that is searched."""
    path = tmp_path / "words"
    path.write_bytes(b"something else\n\n" + WORD + b"\n")
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Make the place that is searched: clean, at first."""
    path = tmp_path / "data"
    (path / "deeper").mkdir(parents=True)
    (path / "deeper" / "sealed").write_bytes(os.urandom(100_000))
    return path


def test_a_clean_place_is_called_clean(
    data: Path, words: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert leakscan([data], deep=True, words_file=words) == 0
    assert capsys.readouterr() == ("nothing found in 1 files, 100000 bytes\n", "")


def test_a_hit_is_printed_by_place_and_form_and_never_by_word(
    data: Path, words: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "deeper" / "log").write_bytes(b"12345" + base64.b64encode(WORD))
    assert leakscan([data], words_file=words) == 1
    out = capsys.readouterr().out
    assert f"{data}/deeper/log: offset 5: word 3, base64\n" in out
    assert WORD.decode() not in out


def test_names_of_files_are_searched_and_not_printed(
    data: Path, words: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = data / WORD.decode()
    folder.mkdir()
    (folder / "cur").write_bytes(WORD)
    assert leakscan([data], words_file=words) == 1
    assert capsys.readouterr().out.splitlines()[:2] == [
        f"{data}: in the name of an entry: word 3, plain",
        f"{data}/▒/cur: offset 0: word 3, plain",
    ]


def test_compressed_streams_are_searched_when_asked(data: Path, words: Path) -> None:
    (data / "old.gz").write_bytes(gzip.compress(b"..." + WORD))
    assert leakscan([data], words_file=words) == 0
    assert leakscan([data], words_file=words, deep=True) == 1


def test_words_may_come_on_standard_input(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "log").write_bytes(WORD)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(WORD)))
    assert leakscan([data], words_file=Path("-")) == 1


def test_the_dash_of_standard_input_is_no_option(data: Path) -> None:
    (data / "log").write_bytes(WORD)
    said = give(
        *("leakscan", "--deep", "--words-file", "-", str(data)), given=WORD.decode()
    )
    assert said.code == 1
    assert f"{data}/log: offset 0: word 1, plain" in said.out


def test_what_only_begins_like_base64_of_a_login_is_passed_over(data: Path) -> None:
    assert leakscan([data]) == 0
    for length in range(12, 17):  # 13 octets of base64 are none
        (data / "log").write_bytes(b"AC" + b"x" * (length - 2))
        assert leakscan([data]) == 0


@pytest.mark.parametrize(
    ("listed", "problem"),
    [
        (b"good enough\nshort\n", "line 2: a word needs 6 bytes or more"),
        (b"latin \xe9t\xe9\n", "line 1 is not UTF-8"),
        (b"\n \n", "the list of words is empty"),
    ],
)
def test_a_bad_list_is_refused_by_line(
    data: Path,
    words: Path,
    listed: bytes,
    problem: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words.write_bytes(listed)
    assert leakscan([data], words_file=words) == 2
    assert capsys.readouterr().err == f"leakscan: {problem}\n"


def test_a_missing_place_is_no_clean_place(data: Path, words: Path) -> None:
    assert leakscan([data / "nowhere"], words_file=words) == 2
    assert leakscan([data], words_file=data / "nowhere") == 2


def test_links_are_not_followed(data: Path, words: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(WORD)
    (data / "link").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(data / "pipe")
    assert leakscan([data], words_file=words) == 0


LETTER = b"From: a@example.org\r\nSubject: hello\r\nMIME-Version: 1.0\r\n\r\nhello\r\n"
SUSPICIOUS = {
    "a letter": LETTER,
    "a letter in base64": base64.encodebytes(LETTER),
    "a letter, compressed": gzip.compress(LETTER),
    "a SASL dialogue": b"AUTH PLAIN =\r\n",
    "a SASL response": b"+ \r\n"
    + base64.b64encode(b"\0app@example.org\0s3cret")
    + b"\r\n",
    "a SASL response for another": base64.b64encode(b"\0Zoe@example.org\0opensesame"),
    "an IMAP login": b"* OK\r\na1 LOGIN zoe@example.org sesame\r\n",
}


@pytest.mark.parametrize("what", SUSPICIOUS)
def test_without_words_clear_mail_and_passwords_are_suspected(
    data: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert leakscan([data], deep=True) == 0
    (data / "log").write_bytes(b"\n" + SUSPICIOUS[what])
    assert leakscan([data], deep=True) == 1
    assert "sesame" not in capsys.readouterr().out
