"""swaks: every way to hand in a message."""

import email
from pathlib import Path

import pytest

from support.letters import marker
from support.programs import ProgramFailed, swaks
from support.running_server import PASSWORD, RunningServer

APP = "app@example.org"
PERSON = "swaks@example.org"
LOGIN = ("--auth-user", APP, "--auth-password", PASSWORD)


def arrived(server: RunningServer, word: str) -> list[bytes]:
    with server.imap(PERSON) as talk:
        return [m for m in talk.whole_messages() if word.encode() in m]


@pytest.mark.parametrize(
    ("listener", "options"),
    [
        ("mx", ("--from", "zoe@example.net")),
        ("mx", ("--from", "zoe@example.net", "--tls")),
        ("mx", ("--from", "zoe@example.net", "--pipeline")),
        ("mx", ("--from", "<>")),
        ("submission", ("--from", APP, "--auth", "LOGIN", *LOGIN)),
        ("submission", ("--from", APP, "--auth", "PLAIN", *LOGIN, "--pipeline")),
        ("submission", ("--from", APP, "--auth", "LOGIN", *LOGIN, "--tls")),
        ("submission", ("--from", APP, "--auth", "PLAIN", *LOGIN, "--tls")),
        ("submissions", ("--from", APP, "--auth", "PLAIN", *LOGIN, "--tlsc")),
        ("lmtp", ("--from", "zoe@example.net", "--protocol", "LMTP")),
    ],
)
def test_a_message_handed_in_is_in_the_inbox(
    server: RunningServer, tmp_path: Path, listener: str, options: tuple[str, ...]
) -> None:
    word = marker()
    subject = ("--header", f"Subject: {word}")
    swaks(tmp_path, server.ports[listener], "--to", PERSON, *subject, *options)
    assert len(arrived(server, word)) == 1


def test_an_attachment_comes_through_byte_for_byte(
    server: RunningServer, tmp_path: Path
) -> None:
    word = marker()
    (tmp_path / "letter.bin").write_text(word)
    attach = ("--attach-type", "text/plain", "--attach", "@letter.bin")
    subject = ("--header", f"Subject: {word}")
    options = ("--to", PERSON, "--from", "zoe@example.net", *attach, *subject)
    swaks(tmp_path, server.ports["mx"], *options)
    [message] = arrived(server, word)
    *_, attached = email.message_from_bytes(message).walk()
    assert attached.get_payload(decode=True) == word.encode()


def test_a_wrong_password_is_refused(server: RunningServer, tmp_path: Path) -> None:
    login = ("--auth", "LOGIN", "--auth-user", APP, "--auth-password", "wrong")
    with pytest.raises(ProgramFailed, match="535"):
        swaks(tmp_path, server.ports["submission"], "--to", PERSON, *login)


def test_an_unknown_person_is_refused(server: RunningServer, tmp_path: Path) -> None:
    with pytest.raises(ProgramFailed, match="550"):
        swaks(tmp_path, server.ports["mx"], "--to", "nobody@example.org")


def test_nobody_relays_without_a_login(server: RunningServer, tmp_path: Path) -> None:
    with pytest.raises(ProgramFailed, match=r"5\d\d"):
        swaks(tmp_path, server.ports["mx"], "--to", "someone@example.com")
