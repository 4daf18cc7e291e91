"""Dovecot, the seed's own destination: by LMTP, over TLS, and by its socket."""

import re

import pytest

from canary.searching import leaks
from counterparts.sending import ANN, events, line, submit
from support.counterparts.dovecot import Dovecot
from support.letters import letter, marker
from support.running_server import RunningServer

SAVED = r'response="<line@dovecot\.example\.net> \S+ Saved"'


def test_the_log_has_the_seeds_lines_in_order(
    server: RunningServer, dovecot: Dovecot
) -> None:
    before = len(server.log.read_text())
    uuid = submit(server, ["seed@dovecot.example.net"], letter(marker(), sender=ANN))
    line(server, uuid, "delivered")
    lines = server.log.read_text()[before:].splitlines()
    place = f"127.0.0.1:{dovecot.lmtp}"
    steps = (
        "[core] [outbound] Sending email as a transaction",
        "[core] [outbound] Processing delivery for domain: dovecot.example.net",
        f"[{uuid}.1] [outbound]  hook=get_mx plugin=plan function=get_mx "
        f"params=dovecot.example.net retval=OK msg=lmtp://{place}",
        f"[{uuid}.1] [outbound] Attempting to deliver to: {place} using LMTP (",
        f"[{uuid}.1] [outbound]  delivered file=",
    )
    found = [
        next(number for number, each in enumerate(lines) if step in each)
        for step in steps
    ]
    assert found == sorted(found)


def test_the_line_of_the_delivery_is_the_seeds(
    server: RunningServer, dovecot: Dovecot
) -> None:
    uuid = submit(server, ["line@dovecot.example.net"], letter(marker(), sender=ANN))
    said = line(server, uuid, "delivered")
    assert re.search(
        r"\] \[outbound\]  delivered file=\S+ domain=dovecot\.example\.net"
        rf" host=127\.0\.0\.1 ip=127\.0\.0\.1 port={dovecot.lmtp}"
        rf" mode=LMTP tls=Y auth=N {SAVED} delay=\d+(\.\d+)? fails=0 rcpts=1/0/0\Z",
        said,
    ), said


@pytest.mark.parametrize(
    ("domain", "tls"),
    [
        ("dovecot.example.net", True),
        ("first-byte.example.net", True),
        ("socket.example.net", False),
    ],
)
def test_the_message_is_filed_whole(
    server: RunningServer, dovecot: Dovecot, domain: str, tls: bool
) -> None:
    user = f"whole-{domain.partition('.')[0]}"
    said = letter(marker(), ".a dot\r\n..two dots\r\n" + "x" * 900, sender=ANN)
    uuid = submit(server, [f"{user}@{domain}"], said)
    (filed,) = dovecot.mailbox(user).messages()
    assert filed.endswith(said.replace(b"\r\n", b"\n"))
    assert b"\nDKIM-Signature: v=1;" in filed
    (details,) = events(server, "delivered", uuid)
    assert (details["mode"], details["tls"], details["fails"]) == ("LMTP", tls, 0)
    assert details["protection"]["rule"] == ("opportunistic" if tls else "")


def test_the_store_is_believed_by_its_certificate(server: RunningServer) -> None:
    uuid = submit(server, ["who@proven.example.net"], letter(marker(), sender=ANN))
    (details,) = events(server, "delivered", uuid)
    assert details["host"] == "store.example"
    assert details["protection"]["rule"] == "required"
    assert details["protection"]["verified"]


def test_each_recipient_has_its_own_answer(
    server: RunningServer, dovecot: Dovecot
) -> None:
    said = letter(marker(), sender=ANN)
    both = [f"{name}@dovecot.example.net" for name in ("left", "right")]
    uuid = submit(server, both, said)
    for address in both:
        answer = rf'"<{re.escape(address)}> \S+ Saved" delay=\S+ fails=0 rcpts=1/0/0\Z'
        assert re.search(answer, line(server, uuid, f'delivered .*="<{address}>'))
        (filed,) = dovecot.mailbox(address.partition("@")[0]).messages()
        assert filed.endswith(said.replace(b"\r\n", b"\n"))


def test_nothing_of_the_message_is_left_behind(
    server: RunningServer, dovecot: Dovecot
) -> None:
    words = {"subject": marker(), "body": marker()}
    said = letter(words["subject"], words["body"], sender=ANN)
    uuid = submit(server, ["canary@dovecot.example.net"], said)
    line(server, uuid, "delivered")
    (filed,) = dovecot.mailbox("canary").messages()
    assert words["subject"].encode() in filed
    assert leaks(words, server.home) == []


def test_nothing_of_it_is_seen_while_it_waits(server: RunningServer) -> None:
    words = {"subject": marker(), "body": marker()}
    said = letter(words["subject"], words["body"], sender=ANN)
    uuid = submit(server, ["canary@down.example.net"], said)
    line(server, uuid, "deferred")
    assert uuid in server.command("queue", "list", "--json")
    assert leaks(words, server.home) == []
