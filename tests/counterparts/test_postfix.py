"""Postfix: it takes what we send, in UTF-8 too and with DSN, and sends to our MX."""

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
from support.counterparts.postfix import Postfix
from support.letters import letter, marker
from support.running_server import HOST, RunningServer


def test_postfix_takes_a_message_over_tls(
    server: RunningServer, postfix: Postfix
) -> None:
    word = marker()
    said = letter(word, ".a dot\r\n..two", sender=ANN)
    uuid = submit(server, ["bob@postfix.example.net"], said)
    filed = taken(postfix.mailbox, word)
    assert body(filed) == body(said)
    assert b"with ESMTPS id" in filed  # RFC 3848
    delivered = line(server, uuid, "delivered")
    assert f" ip={HOST} port={postfix.port} mode=SMTP tls=Y auth=N " in delivered
    (details,) = events(server, "delivered", uuid)
    assert details["protection"]["version"] == "TLSv1.3"
    assert not details["protection"]["verified"]


def test_postfix_is_told_what_the_sender_wants_to_know(
    server: RunningServer, postfix: Postfix
) -> None:
    word = marker()
    submit(
        server,
        ["bob@postfix.example.net"],
        letter(word, sender=ANN),
        mail=" RET=HDRS ENVID=of-ann",
        rcpt=" NOTIFY=SUCCESS ORCPT=rfc822;robert@example.net",
    )
    taken(postfix.mailbox, word)
    (report,) = letters_with(server, "of-ann")
    assert b"multipart/report" in report
    assert b"Action: delivered" in report
    assert b"Original-Recipient: rfc822;robert@example.net" in report
    assert word.encode() in report  # its header, and no more
    assert b"Good morning." not in report


def test_postfix_takes_an_address_in_utf8(
    server: RunningServer, postfix: Postfix
) -> None:
    word = marker()
    said = letter(word, "Grüße", sender=ANN, to="jürgen@postfix.example.net")
    whom = ["jürgen@postfix.example.net"]
    uuid = submit(server, whom, said, mail=" SMTPUTF8 BODY=8BITMIME")
    filed = taken(postfix.mailbox, word)
    assert b"with UTF8SMTPS id" in filed  # RFC 6531 §3.7.3
    assert body(filed) == body(said)
    assert "jürgen@postfix.example.net" in server.command("events", "--type", "queued")
    line(server, uuid, "delivered")


def test_postfix_takes_a_large_message_whole(
    server: RunningServer, postfix: Postfix
) -> None:
    word = marker()
    said = letter(word, f"{word}\r\n.{'x' * 70}\r\n" * 20_000, sender=ANN)
    submit(server, ["bob@postfix.example.net"], said)
    assert body(taken(postfix.mailbox, word)) == body(said)


def test_we_take_what_postfix_sends(server: RunningServer, postfix: Postfix) -> None:
    word = marker()
    said = letter(word, ".a dot\r\nGrüße", to=ANN)
    with smtplib.SMTP(HOST, postfix.port) as talk:
        talk.sendmail("zoe@postfix.example.net", [ANN], said, ["BODY=8BITMIME"])
    (read,) = letters_with(server, word)
    assert body(read) == body(said)
    assert b"by mail.example.org with ESMTPS\r\n" in read
    assert "status=sent (250" in postfix.log()


def test_what_we_refuse_postfix_sends_back(
    server: RunningServer, postfix: Postfix
) -> None:
    word = marker()
    with smtplib.SMTP(HOST, postfix.port) as talk:
        said = letter(word, sender="zoe@postfix.example.net")
        talk.sendmail("zoe@postfix.example.net", ["nobody@example.org"], said)
    report = taken(postfix.mailbox, word)
    assert b"Status: 5.1.1" in report
