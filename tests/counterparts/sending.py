"""Ann submits from loopback, as the seed's app did; we read what came of it."""

import json
import re
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from support.counterparts.maildir import Maildir
from support.running_server import HOST, LISTENERS, PASSWORD, RunningServer
from support.sasl_client import login, over_smtp
from support.smtp_client import SmtpTalk, stuffed

T = TypeVar("T")
ANN = "ann@example.org"
_QUEUED = re.compile(r"\(([0-9A-F-]+\.\d+)\)")
_PATIENCE = 20  # seconds, on a busy machine


def listening(mx: int) -> str:
    """Return settings for a server whose MX is at a port that others know before."""
    ports = dict.fromkeys((*LISTENERS, "web"), 0) | {"mx": mx}
    lines = (f'{name} = ["{HOST}:{port}"]' for name, port in ports.items())
    return "\n".join(("[listen]", *lines, ""))


def wait_for(found: Callable[[], T]) -> T:
    """Return what is found, once it is."""
    limit = time.monotonic() + _PATIENCE
    while not (it := found()):
        assert time.monotonic() < limit, "it did not come"
        time.sleep(0.05)
    return it


def log_in(server: RunningServer) -> SmtpTalk:
    """Come in as Ann, by AUTH LOGIN and without TLS."""
    talk = server.smtp("submission")
    talk.hello()
    assert over_smtp(talk, "LOGIN", login(ANN, PASSWORD), initial=False).code == 235
    return talk


def submit(
    server: RunningServer,
    recipients: Iterable[str],
    message: bytes,
    *,
    mail: str = "",
    rcpt: str = "",
) -> str:
    """Hand a message in, with parameters of MAIL and RCPT; return its id."""
    with log_in(server) as talk:
        assert talk.say(f"MAIL FROM:<{ANN}>{mail}").code == 250
        for recipient in recipients:
            assert talk.say(f"RCPT TO:<{recipient}>{rcpt}").code == 250
        assert talk.say("DATA").code == 354
        talk.send(stuffed(message) + b".\r\n")
        reply = talk.reply()
        assert reply.code == 250
        found = _QUEUED.search(reply.text)
        assert found is not None, reply.text
        return found[1]


def line(server: RunningServer, uuid: str, word: str) -> str:
    """Return a message's line with this word, or that it matches, once it is there."""
    wanted = re.compile(rf"^.*\[{uuid}\S*\].* {word} .*$", re.MULTILINE)
    return wait_for(lambda: wanted.search(server.log.read_text()))[0]


def events(server: RunningServer, kind: str, uuid: str) -> list[dict[str, Any]]:
    """Return the details of the events of a message, once there is one."""

    def found() -> list[dict[str, Any]]:
        said = server.command("events", "--json", "--type", kind)
        records = [json.loads(record) for record in said.splitlines()]
        return [each for each in records if each["uuid"].startswith(uuid)]

    return [each["details"] for each in wait_for(found)]


def taken(mailbox: Maildir, word: str) -> bytes:
    """Return the one message with this word, once it is filed there."""

    def found() -> list[bytes]:
        return [each for each in mailbox.now() if word.encode() in each]

    (message,) = wait_for(found)
    return message


def letters_with(server: RunningServer, word: str, whose: str = ANN) -> list[bytes]:
    """Return what a person of ours reads over IMAP that has this word."""

    def read() -> list[bytes]:
        with server.imap(whose) as talk:
            return [each for each in talk.whole_messages() if word.encode() in each]

    return wait_for(read)


def body(message: bytes) -> bytes:
    """Return what follows the header, with LF for lines as a maildir has it."""
    return message.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
