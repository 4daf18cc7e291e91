"""By MX, as real name servers tell it: the next host, none, null, and no answer."""

import pytest

from counterparts.sending import ANN, body, events, letters_with, line, submit, taken
from counterparts.zones import ALIVE, BROKEN, IMPLICIT, SILENT
from support.counterparts.postfix import Postfix
from support.letters import letter, marker
from support.running_server import RunningServer


def sent(server: RunningServer, domain: str) -> tuple[str, str, bytes]:
    """Send a letter to Bob there; return its id, its subject, and itself."""
    word = marker()
    said = letter(word, sender=ANN, to=f"bob@{domain}")
    return submit(server, [f"bob@{domain}"], said), word, said


def test_the_second_host_takes_what_the_first_cannot(
    server: RunningServer, postfix: Postfix
) -> None:
    uuid, word, said = sent(server, "mx.example")
    delivered = line(server, uuid, "delivered")
    assert f" host=mail.mx.example ip={ALIVE} port={postfix.port} " in delivered
    assert delivered.endswith(" fails=0 rcpts=1/0/0")
    dead, alive = (
        f"smtp://{host}.mx.example:{postfix.port}" for host in ("dead", "mail")
    )
    course = line(server, uuid, "params=mx.example")
    assert course.endswith(f' retval=OK msg="{dead}, {alive}"')
    filed = taken(postfix.mailbox, word)
    assert body(filed) == body(said)


def test_a_domain_without_mx_is_its_own_mail_host(
    server: RunningServer, postfix: Postfix
) -> None:
    uuid, _, _ = sent(server, IMPLICIT)
    delivered = line(server, uuid, "delivered")
    assert f" host={IMPLICIT} ip={ALIVE} port={postfix.port} " in delivered


@pytest.mark.parametrize(
    ("domain", "code", "enhanced"),
    [
        ("null.mx.example", 556, "5.1.10"),  # RFC 7505 §3
        ("nowhere.mx.example", 550, "5.1.2"),
    ],
)
def test_a_domain_that_takes_no_mail_is_told_at_once(
    server: RunningServer, domain: str, code: int, enhanced: str
) -> None:
    uuid, word, _ = sent(server, domain)
    (details,) = events(server, "bounce", uuid)
    assert (details["code"], details["enhanced"]) == (code, enhanced)
    assert details["reason"] == "unroutable"
    (report,) = letters_with(server, word)
    assert f"Status: {enhanced}".encode() in report


@pytest.mark.parametrize("domain", [BROKEN, SILENT])
def test_what_dns_does_not_answer_is_asked_again(
    server: RunningServer, domain: str
) -> None:
    uuid, _, _ = sent(server, domain)
    (details,) = events(server, "deferred", uuid)
    assert details["enhanced"] == "4.4.3"
    assert details["code"] == 451
    assert details["fails"] == 1
    assert " retval=DENYSOFT " in line(server, uuid, f"params={domain}")
