"""`glassine spam`: numbers of an operator's own mail, and never a word of it."""

import json
from itertools import islice
from pathlib import Path

import pytest

from cli.commands import Place
from spam.corpus import letters

LETTERS = list(islice(letters(5), 80))


def mbox(path: Path, *, is_spam: bool) -> str:
    """Write an mbox of one kind; return its name."""
    some = [each.octets for each in LETTERS if each.is_spam is is_spam]
    path.write_bytes(
        b"".join(
            b"From zoe@example.net Mon Oct 26 23:45:45 2020\n"
            + octets.replace(b"\r\n", b"\n")
            + b"\n"
            for octets in some
        )
    )
    return str(path)


def maildir(path: Path, *, is_spam: bool) -> str:
    """Write a Maildir of one kind; return its name."""
    for part in ("cur", "new", "tmp"):
        (path / part).mkdir(parents=True)
    for number, each in enumerate(LETTERS):
        if each.is_spam is is_spam:
            (path / ("cur" if number % 2 else "new") / str(number)).write_bytes(
                each.octets
            )
    return str(path)


@pytest.fixture
def ham(tmp_path: Path) -> str:
    """Have an mbox of ham."""
    return mbox(tmp_path / "wanted.mbox", is_spam=False)


@pytest.fixture
def spam(tmp_path: Path) -> str:
    """Have a Maildir of spam."""
    return maildir(tmp_path / "unwanted", is_spam=True)


def actions(place: Place) -> list[tuple[str, int]]:
    """Return what operators did, and to how many."""
    lines = place.done("events", "--json", "--type", "operator").splitlines()
    said = [json.loads(line)["details"] for line in lines]
    return [(each["action"], each["rows"]) for each in said]


def status(place: Place) -> list[int]:
    """Return the numbers that `spam status` prints."""
    lines = place.done("spam", "status").splitlines()
    return [int(line.split()[1]) for line in lines]


def test_known_letters_are_judged_by_folds(place: Place, ham: str, spam: str) -> None:
    printed = place.done("spam", "test", "--ham", ham, "--spam", spam)
    rows = {line.split()[0]: line.split()[1] for line in printed.splitlines()}
    assert float(rows["precision"].rstrip("%")) >= 95
    assert float(rows["recall"].rstrip("%")) >= 90
    assert status(place) == [0, 0, 0]
    assert ("spam test", len(LETTERS)) in actions(place)


def test_nothing_of_a_letter_is_printed(place: Place, ham: str, spam: str) -> None:
    printed = place.done("spam", "test", "--ham", ham, "--spam", spam)
    for each in LETTERS:
        subject = each.octets.partition(b"Subject: ")[2].split(b"\r\n")[0].decode()
        assert subject not in printed
    assert "wanted" not in printed
    assert "wanted" not in place.done("events", "--json", "--type", "operator")


def test_what_is_learnt_is_used(place: Place, ham: str, spam: str) -> None:
    place.done("spam", "learn", "--ham", ham, "--spam", spam)
    of_ham, of_spam, tokens = status(place)
    assert of_ham + of_spam == len(LETTERS)
    assert tokens > 500
    printed = place.done("spam", "test", "--learned", "--ham", ham, "--spam", spam)
    assert "precision  100.00%" in printed
    unknown = place.done("spam", "test", spam).splitlines()
    assert unknown[1].split()[:2] == [str(of_spam), "mail"]
    assert len(unknown) == 2
    assert sum(rows for act, rows in actions(place) if act == "spam learn") == 80


def test_one_letter_is_mail_too(place: Place, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(LETTERS[0].octets)
    place.done("spam", "learn", "--spam", str(tmp_path / "one.eml"))
    assert status(place)[:2] == [0, 1]


@pytest.mark.parametrize(
    "words",
    [
        ("spam", "test"),
        ("spam", "learn"),
        ("spam", "learn", "--ham", "/nowhere/at/all"),
    ],
)
def test_without_mail_nothing_is_done(place: Place, words: tuple[str, ...]) -> None:
    said = place.give(*words)
    assert said.code == 1
    assert len(said.err.splitlines()) == 1


def test_from_few_letters_nothing_is_told(place: Place, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(LETTERS[0].octets)
    said = place.give("spam", "test", "--ham", str(tmp_path / "one.eml"))
    assert said.code == 1
    assert "20 letters of each kind" in said.err
