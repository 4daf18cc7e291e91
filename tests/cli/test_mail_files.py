"""Mail in files: which octets are one letter."""

from pathlib import Path

import pytest

from glassine.cli.mail_files import letters_in
from glassine.cli.refused import Refused
from glassine.spam.letter import LOOKED_AT

ONE, TWO = b"Subject: one\n\nhello\n", b"Subject: two\n\n>From here on\n"


def read(*places: Path) -> list[bytes]:
    """Return the letters of these places."""
    return [letter.reveal() for letter in letters_in(places)]


def test_an_mbox_is_cut_where_a_line_begins_with_from(tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.write_bytes(b"From a Mon\n" + ONE + b"\nFrom b Tue\n" + TWO)
    assert read(box) == [ONE + b"\n", TWO]


def test_a_file_that_is_no_mbox_is_one_letter(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(ONE)
    assert read(tmp_path / "one.eml") == [ONE]


def test_a_maildir_gives_what_is_new_and_what_was_seen(tmp_path: Path) -> None:
    for part, octets in (("cur", ONE), ("new", TWO), ("tmp", b"half")):
        (tmp_path / part).mkdir()
        (tmp_path / part / "1:2,S").write_bytes(octets)
    assert read(tmp_path) == [ONE, TWO]


def test_another_directory_gives_its_files(tmp_path: Path) -> None:
    (tmp_path / "2.eml").write_bytes(TWO)
    (tmp_path / "1.eml").write_bytes(ONE)
    (tmp_path / "deeper").mkdir()
    assert read(tmp_path, tmp_path / "1.eml") == [ONE, TWO, ONE]


def test_of_a_long_letter_only_the_beginning_is_read(tmp_path: Path) -> None:
    long = b"Subject: x\n\n" + b"a" * 2_000_000 + b"\n"
    box = tmp_path / "box"
    box.write_bytes(b"From a Mon\n" + long + b"From b Tue\n" + ONE)
    (tmp_path / "long.eml").write_bytes(long)
    first, second = read(box)
    assert LOOKED_AT <= len(first) <= LOOKED_AT + 64 * 1024
    assert second == ONE
    assert read(tmp_path / "long.eml") == [long[:LOOKED_AT]]


def test_a_long_line_that_is_read_in_pieces_hides_no_end(tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.write_bytes(
        b"From a Mon\n\n" + b"x" * (64 * 1024) + b"From y\nFrom b Tue\n" + ONE
    )
    assert len(read(box)) == 2


@pytest.mark.parametrize("name", ["", "nothing"])
def test_what_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    if name:
        with pytest.raises(Refused, match="no such file"):
            read(tmp_path / name)
    else:
        assert read(tmp_path) == []
