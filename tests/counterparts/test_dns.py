"""By MX, as real name servers tell it: the next host, none, null, and no answer."""

from collections.abc import Iterator

import pytest

from counterparts.sending import ANN, body, events, letters_with, line, submit
from support.counterparts.postfix import Postfix, postfix
from support.letters import letter, marker
from support.name_servers import NameServers, name_servers
from support.running_server import PASSWORD, RunningServer, running_server

DEAD, ALIVE = "127.0.0.9", "127.0.0.1"  # nobody listens at the first
ZONES = {
    "mx.example": (
        "@ MX 10 dead\n@ MX 20 mail\n"
        f"dead A {DEAD}\nmail A {ALIVE}\nimplicit A {ALIVE}\n"
        "null MX 0 .\ndangling MX 10 not-there\n"
    ),
    "broken.example": f"@ MX 10 mail\nmail A {ALIVE}\n",
    "silent.example": "",
}
SETTINGS = """
[dns]
servers = ["127.0.0.1:{dns}"]
timeout = "1s"
[delivery]
port = {port}
private_mx = true
mta_sts = false
"""


@pytest.fixture(scope="module")
def other() -> Iterator[Postfix]:
    also = "virtual_mailbox_domains = mx.example implicit.mx.example broken.example\n"
    with postfix("mx.example", also) as other:
        yield other


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NameServers]:
    place = tmp_path_factory.mktemp("names")
    bogus, silent = ["broken.example"], ["silent.example"]
    with name_servers(place, ZONES, bogus=bogus, silent=silent) as names:
        yield names


@pytest.fixture(scope="module")
def server(
    names: NameServers, other: Postfix, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    home = tmp_path_factory.mktemp("server")
    settings = SETTINGS.format(dns=names.resolver_port, port=other.port)
    with running_server(home, {ANN: PASSWORD}, settings) as server:
        yield server


def sent(server: RunningServer, domain: str) -> tuple[str, str, bytes]:
    """Send a letter to Bob there; return its id, its subject, and itself."""
    word = marker()
    said = letter(word, sender=ANN, to=f"bob@{domain}")
    return submit(server, [f"bob@{domain}"], said), word, said


def test_the_second_host_takes_what_the_first_cannot(
    server: RunningServer, other: Postfix
) -> None:
    uuid, word, said = sent(server, "mx.example")
    delivered = line(server, uuid, "delivered")
    assert f" host=mail.mx.example ip={ALIVE} port={other.port} " in delivered
    assert delivered.endswith(" fails=0 rcpts=1/0/0")
    dead, alive = (
        f"smtp://{host}.mx.example:{other.port}" for host in ("dead", "mail")
    )
    course = line(server, uuid, "params=mx.example")
    assert course.endswith(f' retval=OK msg="{dead}, {alive}"')
    (filed,) = [each for each in other.mailbox.messages() if word.encode() in each]
    assert body(filed) == body(said)


def test_a_domain_without_mx_is_its_own_mail_host(
    server: RunningServer, other: Postfix
) -> None:
    uuid, _, _ = sent(server, "implicit.mx.example")
    delivered = line(server, uuid, "delivered")
    assert f" host=implicit.mx.example ip={ALIVE} port={other.port} " in delivered


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


@pytest.mark.parametrize("domain", ["broken.example", "silent.example"])
def test_what_dns_does_not_answer_is_asked_again(
    server: RunningServer, domain: str
) -> None:
    uuid, _, _ = sent(server, domain)
    (details,) = events(server, "deferred", uuid)
    assert details["enhanced"] == "4.4.3"
    assert details["code"] == 451
    assert details["fails"] == 1
    assert " retval=DENYSOFT " in line(server, uuid, f"params={domain}")
