"""imaplib: the library that most scripts read their mail with."""

import imaplib
import time
from collections.abc import Iterator

import pytest

from support.letters import letter, marker
from support.running_server import HOST, PASSWORD, RunningServer

PERSON = "imaplib@example.org"


@pytest.fixture
def client(server: RunningServer) -> Iterator[imaplib.IMAP4]:
    """Log in."""
    with imaplib.IMAP4(HOST, server.ports["imap"], timeout=20) as client:
        client.login(PERSON, PASSWORD)
        yield client


@pytest.fixture
def folder(client: imaplib.IMAP4) -> str:
    """Make a folder with two letters and select it."""
    name = marker()
    assert client.create(name)[0] == "OK"
    for word in ("first", "second"):
        filed = client.append(name, "", "", letter(f"the {word} letter"))
        assert filed[0] == "OK"
    assert client.select(name) == ("OK", [b"2"])
    return name


def uids(client: imaplib.IMAP4, *criteria: str) -> bytes:
    status, [found] = client.uid("SEARCH", *criteria)
    assert status == "OK"
    return bytes(found)


def test_an_appended_letter_is_fetched_byte_for_byte(
    client: imaplib.IMAP4, folder: str
) -> None:
    sent = letter("a third letter", "with\r\n.dots and \tblanks ")
    moment = imaplib.Time2Internaldate(time.time())
    client.append(folder, r"(\Flagged Glass)", moment, sent)
    client.noop()
    _, [(head, got), _] = client.fetch("3", "(FLAGS RFC822.SIZE BODY.PEEK[])")
    assert got == sent
    assert f"RFC822.SIZE {len(sent)}".encode() in head
    assert b"\\Flagged" in head
    assert b"Glass" in head


def test_a_header_and_a_stretch_of_a_letter_are_fetched(
    client: imaplib.IMAP4, folder: str
) -> None:
    _, [(_, head), _] = client.fetch("1", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")
    assert head == b"Subject: the first letter\r\n\r\n"
    _, [(_, part), _] = client.fetch("1", "(BODY.PEEK[TEXT]<5.7>)")
    assert part == b"morning"
    _, [envelope] = client.fetch("2", "(ENVELOPE BODYSTRUCTURE)")
    assert b"the second letter" in envelope


def test_letters_are_searched_by_header_flag_and_body(
    client: imaplib.IMAP4, folder: str
) -> None:
    client.store("2", "+FLAGS", r"(\Seen)")
    assert client.search(None, "SUBJECT", "first") == ("OK", [b"1"])
    assert client.search(None, "SEEN") == ("OK", [b"2"])
    assert client.search(None, "BODY", '"good MORNING"') == ("OK", [b"1 2"])
    assert client.search(None, "TEXT", "nowhere") == ("OK", [b""])
    assert client.search("UTF-8", "FROM", "zoe", "LARGER", "10") == ("OK", [b"1 2"])


def test_a_letter_is_copied_moved_and_expunged(
    client: imaplib.IMAP4, folder: str
) -> None:
    other = marker()
    client.create(other)
    assert client.copy("1", other)[0] == "OK"
    second = uids(client, "SUBJECT", "second").decode()
    assert client.uid("MOVE", second, other)[0] == "OK"
    client.store("1", "+FLAGS", r"(\Deleted)")
    assert client.expunge()[0] == "OK"
    assert client.select(other) == ("OK", [b"2"])
    assert client.select(folder) == ("OK", [b"0"])


def test_a_folder_is_renamed_subscribed_and_deleted(
    client: imaplib.IMAP4, folder: str
) -> None:
    client.unselect()
    renamed = marker()
    assert client.rename(folder, renamed)[0] == "OK"
    assert client.subscribe(renamed)[0] == "OK"
    assert renamed.encode() in b" ".join(client.lsub()[1])
    assert client.delete(renamed)[0] == "OK"
    assert renamed.encode() not in b" ".join(client.list()[1])


def test_idle_tells_of_a_new_letter(server: RunningServer) -> None:
    with server.imap(PERSON) as talk:
        talk.do("SELECT INBOX")
        talk.send(b"idle1 IDLE\r\n")
        assert talk.response().startswith(b"+")
        with server.smtp() as sender:
            sender.hello()
            sender.deliver("zoe@example.net", [PERSON], letter("now"))
        while b" EXISTS" not in talk.response():
            pass
        talk.send(b"DONE\r\n")
        while not talk.response().startswith(b"idle1 OK"):
            pass


def test_a_wrong_password_is_refused(server: RunningServer) -> None:
    with (
        imaplib.IMAP4(HOST, server.ports["imap"], timeout=20) as client,
        pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"),
    ):
        client.login(PERSON, "wrong")
