"""Two whole servers: what is submitted to one is read at the other, or comes back."""

import re
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest

from support.letters import letter, marker
from support.running_server import HOST, PASSWORD, RunningServer, running_server
from support.sasl_client import over_smtp, plain
from support.smtp_client import SmtpTalk

T = TypeVar("T")
ANN, BOB, CAT = "ann@example.org", "bob@example.net", "cat@example.com"
ROUTES = """
[[route]]
domain = "example.net"
to = "smtp://{}:{}"
[[route]]
domain = "example.com"
to = "lmtp://{}:{}"
tls = "none"
"""
UUID = re.compile(r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}")


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Another server, of example.net and example.com."""
    home = tmp_path_factory.mktemp("there")
    with running_server(home, {}) as server:
        for domain, address in (("example.net", BOB), ("example.com", CAT)):
            server.command("domain", "add", domain)
            server.add_account(address)
        yield server


@pytest.fixture(scope="module")
def here(
    there: RunningServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    """Our server, of example.org, with routes to the other."""
    server = RunningServer(tmp_path_factory.mktemp("here"))
    server.make()
    server.add_account(ANN)
    smtp, lmtp = there.ports["mx"], there.ports["lmtp"]
    with server.config.open("a") as config:
        config.write(ROUTES.format(HOST, smtp, HOST, lmtp))
    server.start()
    yield server
    server.stop()


def submission(server: RunningServer) -> SmtpTalk:
    """Come in as Ann."""
    talk = server.smtp("submission")
    talk.hello()
    assert over_smtp(talk, "PLAIN", plain(ANN, PASSWORD)).code == 235
    return talk


def wait_for(found: Callable[[], T]) -> T:
    """Return what is found, once it is."""
    limit = time.monotonic() + 30
    while not (it := found()):
        assert time.monotonic() < limit, "it did not come"
        time.sleep(0.05)
    return it


def lines(server: RunningServer, word: str) -> list[str]:
    """Return the lines of the log with this word, their ids and times left out."""
    log = server.log.read_text()
    return [UUID.sub("C", line[25:]) for line in log.splitlines() if word in line]


@pytest.mark.parametrize(
    ("whom", "scheme", "mode"), [(BOB, "smtp", "SMTP"), (CAT, "lmtp", "LMTP")]
)
def test_what_is_sent_here_is_read_there(
    here: RunningServer, there: RunningServer, whom: str, scheme: str, mode: str
) -> None:
    word, domain = marker(), whom.partition("@")[2]
    said = letter(word)
    with submission(here) as talk:
        reply = talk.deliver(ANN, [whom], said)
        assert reply.code == 250
    name = re.search(r"\(([0-9A-F-]+\.\d+)\)", str(reply))
    assert name is not None
    uuid = f"{name[1]}.1"
    wait_for(lambda: lines(here, f"{uuid}] [outbound]  delivered"))
    course, attempt, delivered = lines(here, f"[{uuid}] [outbound]")
    place = f"{HOST}:{there.ports['mx' if mode == 'SMTP' else 'lmtp']}"
    assert course.endswith(
        f" hook=get_mx plugin=plan function=get_mx params={domain} retval=OK"
        f" msg={scheme}://{place}"
    )
    assert attempt.endswith(f"Attempting to deliver to: {place} using {mode} (0) (0)")
    assert f" domain={domain} host={HOST} ip={HOST} port=" in delivered
    assert f" mode={mode} tls={'Y' if mode == 'SMTP' else 'N'} auth=N " in delivered
    assert delivered.endswith(" fails=0 rcpts=1/0/0")
    with there.imap(whom) as talk:
        (read,) = [m for m in talk.whole_messages() if word.encode() in m]
    assert read.endswith(said)
    assert word not in here.log.read_text()


def test_what_the_other_server_refuses_comes_back(here: RunningServer) -> None:
    with submission(here) as talk:
        word = marker()
        assert talk.deliver(ANN, ["nobody@example.net"], letter(word)).code == 250

    def came_back() -> list[bytes]:
        with here.imap(ANN) as talk:
            return [m for m in talk.whole_messages() if word.encode() in m]

    (report,) = wait_for(came_back)
    assert b"multipart/report" in report
    assert b"nobody@example.net" in report
    (bounced,) = [each for each in lines(here, " bounced ") if " code=550 " in each]
    assert " enhanced=5.1.1 " in bounced
    assert word not in here.log.read_text()
