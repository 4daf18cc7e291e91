"""OpenSMTPD: it offers no TLS here, so what may go in the clear does; both ways."""

import smtplib
from collections.abc import Iterator

import pytest

from counterparts.sending import (
    ANN,
    body,
    events,
    letters_with,
    line,
    listening,
    submit,
)
from support.counterparts.opensmtpd import OpenSmtpd, opensmtpd
from support.counterparts.place import free_port
from support.letters import letter, marker
from support.running_server import HOST, PASSWORD, RunningServer, running_server

ROUTES = """
[[route]]
domain = "opensmtpd.example.net"
to = "smtp://127.0.0.1:{port}"
[[route]]
domain = "strict.example.net"
to = "smtp://127.0.0.1:{port}"
tls = "required"
"""


@pytest.fixture(scope="module")
def mx() -> int:
    """The port of our MX, that both have to know before they start."""
    return free_port()


@pytest.fixture(scope="module")
def other(mx: int) -> Iterator[OpenSmtpd]:
    relay = f'relay host "smtp://127.0.0.1:{mx}"'
    with opensmtpd("opensmtpd.example.net", relay) as other:
        yield other


@pytest.fixture(scope="module")
def server(
    mx: int, other: OpenSmtpd, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    home = tmp_path_factory.mktemp("server")
    settings = listening(mx) + ROUTES.format(port=other.port)
    with running_server(home, {ANN: PASSWORD}, settings) as server:
        yield server


def test_what_is_offered_no_tls_goes_in_the_clear_and_the_event_says_so(
    server: RunningServer, other: OpenSmtpd
) -> None:
    word = marker()
    said = letter(word, ".a dot\r\n..two", sender=ANN)
    uuid = submit(server, ["bob@opensmtpd.example.net"], said)
    delivered = line(server, uuid, "delivered")
    assert f" ip={HOST} port={other.port} mode=SMTP tls=N auth=N " in delivered
    (details,) = events(server, "delivered", uuid)
    assert details["tls"] is False
    assert details["protection"]["rule"] == ""
    (filed,) = [each for each in other.mailbox.messages() if word.encode() in each]
    assert body(filed) == body(said)


def test_what_must_be_protected_waits(server: RunningServer, other: OpenSmtpd) -> None:
    word = marker()
    uuid = submit(server, ["bob@strict.example.net"], letter(word, sender=ANN))
    (details,) = events(server, "deferred", uuid)
    assert details["enhanced"].startswith("4.7.")
    assert not [each for each in other.mailbox.now() if word.encode() in each]


def test_we_take_what_opensmtpd_sends(server: RunningServer, other: OpenSmtpd) -> None:
    word = marker()
    said = letter(word, ".a dot\r\n..two", to=ANN)
    with smtplib.SMTP(HOST, other.port) as talk:
        talk.sendmail("zoe@opensmtpd.example.net", [ANN], said)
    (read,) = letters_with(server, word)
    assert body(read) == body(said)
    assert b"by mail.example.org with ESMTPS\r\n" in read
