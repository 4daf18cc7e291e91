"""mutt: a person reads, flags and keeps a letter."""

from pathlib import Path

import pytest

from support.letters import letter, marker
from support.programs import mutt
from support.running_server import RunningServer

PERSON = "mutt@example.org"


@pytest.fixture
def word(server: RunningServer) -> str:
    """Deliver a letter and return a word of its subject."""
    word = marker()
    with server.smtp() as talk:
        talk.hello()
        answer = talk.deliver("zoe@example.net", [PERSON], letter(word, f"B{word}"))
        assert answer.code == 250
    return word


@pytest.fixture(scope="module")
def secret(server: RunningServer) -> str:
    """Make an app password, as the person does for a mail program."""
    return server.add_app_password(PERSON)


def flags(server: RunningServer, word: str) -> bytes:
    with server.imap(PERSON) as talk:
        talk.do("EXAMINE INBOX")
        [number] = talk.do(f"SEARCH SUBJECT {word}").untagged[0].split()[2:]
        return b" ".join(talk.do(f"FETCH {number.decode()} FLAGS").untagged)


def test_mutt_lists_the_subject_and_opens_the_letter(
    server: RunningServer, tmp_path: Path, word: str, secret: str
) -> None:
    limit = f"<limit>~s {word}<enter>"
    mutt(
        tmp_path,
        server.ports["imap"],
        PERSON,
        secret,
        limit,
        f"<pipe-message>cat > {tmp_path}/got<enter>",
    )
    assert f"B{word}" in (tmp_path / "got").read_text()


def test_mutt_flags_a_letter(
    server: RunningServer, tmp_path: Path, word: str, secret: str
) -> None:
    mutt(
        tmp_path,
        server.ports["imap"],
        PERSON,
        secret,
        f"<limit>~s {word}<enter>",
        "<flag-message>",
    )
    assert b"\\Flagged" in flags(server, word)


def test_mutt_copies_a_letter_to_a_new_folder(
    server: RunningServer, tmp_path: Path, word: str, secret: str
) -> None:
    limit = f"<limit>~s {word}<enter>"
    mutt(
        tmp_path,
        server.ports["imap"],
        PERSON,
        secret,
        limit,
        f"<copy-message>=Kept-{word}<enter>",
    )
    with server.imap(PERSON) as talk:
        assert talk.messages(f"Kept-{word}") == 1
        assert talk.messages("INBOX") >= 1
