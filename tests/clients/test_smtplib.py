"""smtplib: international addresses and eight-bit bodies. RFC 6531, RFC 6152"""

import smtplib
from email.message import EmailMessage
from email.policy import SMTPUTF8

from support.letters import marker
from support.running_server import HOST, RunningServer

PERSON = "smtplib@example.org"


def test_an_international_sender_and_subject_come_through(
    server: RunningServer,
) -> None:
    word = marker()
    message = EmailMessage(policy=SMTPUTF8)
    message["From"] = "Zoë <zoë@example.net>"
    message["To"] = PERSON
    message["Subject"] = f"Grüße {word}"
    message.set_content(f"Schöne Grüße, {word}", cte="8bit")
    with smtplib.SMTP(HOST, server.ports["mx"], timeout=20) as client:
        client.send_message(message)
    with server.imap(PERSON) as talk:
        [filed] = [m for m in talk.whole_messages() if word.encode() in m]
    assert f"Subject: Grüße {word}".encode() in filed
    assert f"Schöne Grüße, {word}".encode() in filed


def test_lmtp_answers_for_each_recipient(server: RunningServer) -> None:
    word = marker()
    with smtplib.LMTP(HOST, server.ports["lmtp"]) as client:
        refused = client.sendmail(
            "zoe@example.net",
            [PERSON, "nobody@example.org"],
            f"Subject: {word}\r\n\r\nhello\r\n",
        )
    assert list(refused) == ["nobody@example.org"]
    with server.imap(PERSON) as talk:
        assert sum(word.encode() in m for m in talk.whole_messages()) == 1
