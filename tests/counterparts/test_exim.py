"""Exim: it takes what we send in chunks, refuses some of it, and defers some."""

import time

from counterparts.sending import ANN, body, events, letters_with, line, submit, taken
from support.counterparts.exim import Exim
from support.letters import letter, marker
from support.running_server import HOST, RunningServer

BOB, NOBODY, LATER = (
    f"{local}@exim.example.net" for local in ("bob", "nobody", "later")
)


def test_exim_takes_a_message_in_chunks_over_tls(
    server: RunningServer, exim: Exim
) -> None:
    word = marker()
    said = letter(word, f".{word}\r\n" * 5_000, sender=ANN)
    uuid = submit(server, [BOB], said)
    delivered = line(server, uuid, "delivered")
    assert f" ip={HOST} port={exim.port} mode=SMTP tls=Y auth=N " in delivered
    filed = taken(exim.mailbox, word)
    assert body(filed) == body(said)
    assert " P=esmtps " in exim.log()
    assert " K " in exim.log()  # CHUNKING was used


def test_what_exim_refuses_comes_back_to_the_sender(server: RunningServer) -> None:
    word = marker()
    uuid = submit(server, [NOBODY], letter(word, sender=ANN))
    (report,) = letters_with(server, word)
    assert b"multipart/report" in report
    assert b"Final-Recipient: rfc822; nobody@exim.example.net" in report
    assert b"Status: 5.1.1" in report
    (details,) = events(server, "bounce", uuid)
    assert (details["code"], details["enhanced"]) == (550, "5.1.1")
    assert details["reason"] == "rejected"
    assert "nobody of that name is here" in details["response"]
    assert details["dsn"]


def test_what_exim_defers_is_tried_again(server: RunningServer) -> None:
    uuid = submit(server, [LATER], letter(marker(), sender=ANN))
    (details,) = events(server, "deferred", uuid)
    assert (details["code"], details["enhanced"]) == (451, "4.2.1")
    assert "come back later" in details["response"]
    assert details["nextTry"] > time.time() * 1000
    assert uuid in server.command("queue", "list", "--json", "--to", LATER)


def test_each_recipient_has_a_fate_of_its_own(
    server: RunningServer, exim: Exim
) -> None:
    word = marker()
    uuid = submit(server, [NOBODY, BOB, LATER], letter(word, sender=ANN))
    for fate in ("delivered", "bounced", "deferred"):
        assert " rcpts=" in line(server, uuid, fate)
    assert taken(exim.mailbox, word)
    (report,) = letters_with(server, word)
    assert b"nobody@exim.example.net" in report
    assert b"later@exim.example.net" not in report
