"""msmtp: a message handed in over STARTTLS and over implicit TLS, by each mechanism."""

from pathlib import Path

import pytest

from support.letters import letter, marker
from support.programs import ProgramFailed, msmtp
from support.running_server import PASSWORD, RunningServer

APP, PERSON = "app@example.org", "msmtp@example.org"
ENVELOPE = (f"--user={APP}", f"--from={APP}", PERSON)


@pytest.mark.parametrize("mechanism", ["plain", "login"])
@pytest.mark.parametrize(
    ("listener", "starttls"), [("submission", "on"), ("submissions", "off")]
)
def test_a_message_handed_in_is_in_the_inbox(
    server: RunningServer, tmp_path: Path, mechanism: str, listener: str, starttls: str
) -> None:
    word = marker()
    tls = ("--tls=on", f"--tls-starttls={starttls}", f"--auth={mechanism}")
    message = letter(word, sender=APP, to=PERSON)
    msmtp(tmp_path, server.ports[listener], message, *tls, *ENVELOPE, password=PASSWORD)
    with server.imap(PERSON) as talk:
        assert sum(word.encode() in m for m in talk.whole_messages()) == 1


def test_scram_takes_an_app_password(server: RunningServer, tmp_path: Path) -> None:
    word, secret = marker(), server.add_app_password(APP)
    tls = ("--tls=on", "--auth=scram-sha-256")
    message = letter(word, sender=APP, to=PERSON)
    port = server.ports["submission"]
    msmtp(tmp_path, port, message, *tls, *ENVELOPE, password=secret)
    with server.imap(PERSON) as talk:
        assert sum(word.encode() in m for m in talk.whole_messages()) == 1


def test_scram_refuses_a_wrong_secret(server: RunningServer, tmp_path: Path) -> None:
    server.add_app_password(APP)
    tls = ("--tls=on", "--auth=scram-sha-256")
    with pytest.raises(ProgramFailed):
        msmtp(
            *(tmp_path, server.ports["submission"], b"x", *tls, *ENVELOPE),
            password="not that one",
        )
