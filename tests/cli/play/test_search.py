"""The demo's search finds what is there; one that could not is no proof."""

from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest

from glassine.cli.play.cast import new_cast
from glassine.cli.play.letters import letters
from glassine.cli.play.search import search
from glassine.cli.refused import Refused

CAST = new_cast()
LETTERS = letters(CAST)
MEMBERS = (CAST.app, CAST.person)


def test_a_clean_directory_has_nothing(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("connect from localhost")
    searched = search(tmp_path, LETTERS, MEMBERS)
    assert (searched.found, searched.tally.files) == ((), 1)
    assert searched.words > 80


@pytest.mark.parametrize(
    "planted",
    [
        b"... Remember the lighthouse keys",
        "Blåbärspaj".encode(),
        b64encode(b"\0" + CAST.person.password.encode()),
        CAST.app.password.encode("utf-16-le"),
        LETTERS[2].octets()[-200:],
    ],
    ids=["words", "not ascii", "login", "password in utf-16", "the letter's end"],
)
def test_a_word_that_lies_there_is_found(tmp_path: Path, planted: bytes) -> None:
    (tmp_path / "log").write_bytes(b"before " + planted + b" after")
    assert search(tmp_path, LETTERS, MEMBERS).found


def test_a_search_that_would_miss_a_word_is_refused(tmp_path: Path) -> None:
    long = "a subject so long that the header folds it, where no search looks " * 2
    folded = replace(LETTERS[0], subject=long.strip())
    with pytest.raises(Refused, match="blind"):
        search(tmp_path, [folded], MEMBERS)
