"""OpenSMTPD: it offers no TLS here, so what may go in the clear does; both ways."""

import smtplib

from counterparts.sending import (
    ANN,
    body,
    events,
    letters_with,
    line,
    submit,
    taken,
)
from support.counterparts.opensmtpd import OpenSmtpd
from support.letters import letter, marker
from support.running_server import HOST, RunningServer


def test_what_is_offered_no_tls_goes_in_the_clear_and_the_event_says_so(
    server: RunningServer, opensmtpd: OpenSmtpd
) -> None:
    word = marker()
    said = letter(word, ".a dot\r\n..two", sender=ANN)
    uuid = submit(server, ["bob@opensmtpd.example.net"], said)
    delivered = line(server, uuid, "delivered")
    assert f" ip={HOST} port={opensmtpd.port} mode=SMTP tls=N auth=N " in delivered
    (details,) = events(server, "delivered", uuid)
    assert details["tls"] is False
    assert details["protection"]["rule"] == ""
    filed = taken(opensmtpd.mailbox, word)
    assert body(filed) == body(said)


def test_what_must_be_protected_waits(
    server: RunningServer, opensmtpd: OpenSmtpd
) -> None:
    word = marker()
    uuid = submit(server, ["bob@strict.example.net"], letter(word, sender=ANN))
    (details,) = events(server, "deferred", uuid)
    assert details["enhanced"].startswith("4.7.")
    assert not [each for each in opensmtpd.mailbox.now() if word.encode() in each]


def test_we_take_what_opensmtpd_sends(
    server: RunningServer, opensmtpd: OpenSmtpd
) -> None:
    word = marker()
    said = letter(word, ".a dot\r\n..two", to=ANN)
    with smtplib.SMTP(HOST, opensmtpd.port) as talk:
        talk.sendmail("zoe@opensmtpd.example.net", [ANN], said)
    (read,) = letters_with(server, word)
    assert body(read) == body(said)
    assert b"by mail.example.org with ESMTPS\r\n" in read
