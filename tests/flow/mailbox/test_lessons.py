"""What the owner of a mailbox teaches, and what is kept of it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from glassine.flow.mailbox.hints import Way
from glassine.flow.mailbox.lessons import MOST
from glassine.spam.letter import read
from glassine.spam.tokens import digests, of_owner
from glassine.store.api.events import EventFilter
from glassine.store.api.spam_counts import HOUSE, Kind, Learnt
from glassine.words.private import Message
from glassine.words.public import FolderClass, Protocol
from support.imap_client import ImapTalk
from support.mailbox_house import NAME, PASSWORD, MailboxHouse, mailbox_house

LETTER = (
    b"From: Zoe <zoe@example.net>\r\nTo: ann@example.org\r\nSubject: cheap watches\r\n"
    b"Message-ID: <1@example.net>\r\n\r\nThe finest replica watches, half price.\r\n"
)
TRACE = b"Received: from mx.example.net by mail.example.org\r\n"


class Owner:
    """Ann, at her mailbox."""

    def __init__(self, house: MailboxHouse, talk: ImapTalk) -> None:
        self.house = house
        self.talk = talk
        self.talk.log_in(NAME, PASSWORD)

    def does(self, *commands: str) -> None:
        """Give commands that are carried out."""
        for command in commands:
            answer = self.talk.do(command)
            assert answer.status == "OK", answer.text

    def learnt(self, owner: bytes = HOUSE) -> tuple[int, int]:
        """Return how many letters were taught as ham and as spam."""
        known = self.house.look(lambda books: books.spam_counts.learnt(owner))
        return known.ham, known.spam

    def lessons(self) -> list[dict[str, Any]]:
        """Return the records of lessons, the newest first."""
        wanted = EventFilter(types=frozenset({"spam-learn"}), limit=1000)
        found = self.house.look(lambda books: books.events.find(wanted))
        return [json.loads(event.record) for event in found]


@contextmanager
def at_home(directory: Path, letters: int = 1) -> Iterator[Owner]:
    """Have Ann logged in, her inbox open and some letters in it."""
    with mailbox_house(directory) as house:
        house.deliver(*[LETTER] * letters, prefix=TRACE)
        with ImapTalk(("127.0.0.1", house.ports[Protocol.IMAP])) as talk:
            owner = Owner(house, talk)
            owner.does("SELECT INBOX")
            yield owner


def test_a_move_to_junk_is_learnt_by_the_account_and_the_house(tmp_path: Path) -> None:
    with at_home(tmp_path) as ann:
        ann.does("MOVE 1 Junk")
        assert ann.learnt() == ann.learnt(ann.house.account.id) == (0, 1)
        [lesson] = ann.lessons()
        assert lesson["authUser"] == NAME
        assert lesson["details"]["spamStatus"] == "spam"
        assert lesson["details"]["movedFrom"] == "inbox"
        assert lesson["details"]["movedTo"] == "junk"
        assert b"[spam] learned as=spam" in ann.house.log


def test_what_is_learnt_are_the_tokens_of_the_letter(tmp_path: Path) -> None:
    with at_home(tmp_path) as ann:
        ann.does("MOVE 1 Junk")
        key, account = ann.house.desk.spam_key, ann.house.account.id
        numbers = digests(read(Message(LETTER)), key)
        own = of_owner(numbers, account, key)
        known = ann.house.look(lambda books: books.spam_counts.of(HOUSE, numbers))
        assert set(numbers) == set(known.tokens)
        theirs = ann.house.look(lambda books: books.spam_counts.of(account, own))
        assert set(own) == set(theirs.tokens)
        assert not set(own) & set(numbers)


def test_a_move_back_takes_the_lesson_back_first(tmp_path: Path) -> None:
    with at_home(tmp_path) as ann:
        ann.does("MOVE 1 Junk", "SELECT Junk", "MOVE 1 INBOX")
        assert ann.learnt() == ann.learnt(ann.house.account.id) == (1, 0)
        assert ann.lessons()[0]["details"]["taughtBefore"] == "spam"
        ann.does("SELECT INBOX", "MOVE 1 Junk", "SELECT Junk", "MOVE 1 Archive")
        assert ann.learnt() == (1, 0)
        assert len(ann.lessons()) == 4


def test_a_letter_is_learnt_once_however_often_it_is_said(tmp_path: Path) -> None:
    with at_home(tmp_path) as ann:
        ann.does("STORE 1 +FLAGS ($Junk)", "STORE 1 +FLAGS ($Junk)", "MOVE 1 Junk")
        ann.does("SELECT Junk", "STORE 1 +FLAGS (Junk)")
        assert ann.learnt() == (0, 1)
        assert len(ann.lessons()) == 1


def test_to_throw_spam_away_does_not_make_it_ham(tmp_path: Path) -> None:
    with at_home(tmp_path) as ann:
        ann.does("MOVE 1 Junk", "SELECT Junk", "MOVE 1 Trash")
        assert ann.learnt() == (0, 1)


def test_a_copy_teaches_as_a_move_does(tmp_path: Path) -> None:
    with at_home(tmp_path) as ann:
        ann.does("COPY 1 Junk", "COPY 1 Archive")
        assert ann.learnt() == (0, 1)


@pytest.mark.parametrize(
    ("commands", "learnt"),
    [
        (["STORE 1 +FLAGS ($NotJunk)"], (1, 0)),
        (["STORE 1 +FLAGS ($Junk)", "STORE 1 -FLAGS ($Junk)"], (1, 0)),
        (["STORE 1 +FLAGS (Junk)", "STORE 1 -FLAGS (Junk)"], (1, 0)),
        (["STORE 1 +FLAGS ($junk)"], (0, 1)),
        (["STORE 1 +FLAGS (apples)", "STORE 1 FLAGS (\\Seen)"], (0, 0)),
        (["MOVE 1 Archive"], (0, 0)),
        (["RENAME INBOX Old"], (0, 0)),
    ],
)
def test_keywords_teach_too_and_nothing_else_does(
    tmp_path: Path, commands: list[str], learnt: tuple[int, int]
) -> None:
    with at_home(tmp_path) as ann:
        ann.does(*commands)
        assert ann.learnt() == learnt


def test_who_moves_very_many_has_made_the_point(tmp_path: Path) -> None:
    with at_home(tmp_path, MOST + 5) as ann:
        ann.does("MOVE 1:* Junk")
        assert ann.learnt() == (0, MOST)
        ann.does("SELECT Junk", "MOVE 1:* INBOX")
        assert ann.learnt() == (MOST, 0)


def test_a_folder_of_another_name_is_junk_if_it_says_so(tmp_path: Path) -> None:
    with at_home(tmp_path, 2) as ann:
        ann.does("DELETE Junk", "CREATE Mist (USE (\\Junk))", "MOVE 1 Mist")
        assert ann.learnt() == (0, 1)


def test_what_was_learnt_goes_with_the_account(tmp_path: Path) -> None:
    with at_home(tmp_path) as ann:
        ann.does("MOVE 1 Junk")
        account = ann.house.account.id
        ann.house.run(ann.house.store.write(lambda b: b.accounts.delete(account)))
        known = ann.house.look(lambda books: books.spam_counts.learnt(account))
        assert known == Learnt(0, 0, 0)
        assert ann.learnt() == (0, 1)


def test_a_letter_that_cannot_be_read_is_moved_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("cheap watches")

    monkeypatch.setattr("glassine.flow.mailbox.lessons.digests", broken)
    with at_home(tmp_path) as ann:
        ann.does("MOVE 1 Junk", "SELECT Junk", "FETCH 1 (FLAGS)")
        assert ann.learnt() == (0, 0)
        assert b"exception=ZeroDivisionError" in ann.house.log
        assert b"watches" not in ann.house.log


@pytest.mark.parametrize(
    ("way", "lesson"),
    [
        (Way(FolderClass.INBOX, FolderClass.JUNK), Kind.SPAM),
        (Way(FolderClass.OTHER, FolderClass.JUNK), Kind.SPAM),
        (Way(FolderClass.JUNK, FolderClass.INBOX), Kind.HAM),
        (Way(FolderClass.JUNK, FolderClass.OTHER), Kind.HAM),
        (Way(FolderClass.JUNK, FolderClass.OTHER, thrown_away=True), None),
        (Way(FolderClass.JUNK, FolderClass.JUNK), None),
        (Way(FolderClass.INBOX, FolderClass.OTHER), None),
    ],
)
def test_what_a_move_says(way: Way, lesson: Kind | None) -> None:
    assert way.lesson is lesson
