"""The viewer of a running server: its doors, and who comes in by them."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from support.letters import marker
from support.running_server import DOMAIN, HOST, RunningServer, running_server
from support.smtp_client import trusting
from support.web_client import WebClient, add_operator

ANN = "ann@example.org"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Run a server in which Ann lives."""
    people = {ANN: "correct horse battery staple"}
    with running_server(tmp_path_factory.mktemp("web"), people) as server:
        yield server


def deliver(server: RunningServer, to: str = ANN) -> None:
    with server.smtp() as talk:
        talk.hello()
        letter = b"Subject: %b\r\n\r\nhello\r\n" % marker().encode()
        assert talk.deliver("zoe@example.net", [to], letter).code == 250
        talk.quit()


def test_an_operator_signs_in_finds_and_follows(server: RunningServer) -> None:
    deliver(server)
    code, *_ = add_operator(server, "sue", "support")
    with WebClient(server) as web:
        assert web.sign_in("sue", code).headers["location"] == "/events"
        assert f"<bdi>{ANN}</bdi>" not in web.get("/events?to=nobody@a.example").text
        page = web.get(f"/events?to={ANN}&type=delivered").text
        assert ANN in page
        place = page.partition('href="/events/')[2].partition('"')[0]
        assert "delivered to ann@example.org" in web.get(f"/events/{place}").text


def test_a_code_is_good_once(server: RunningServer) -> None:
    code, *_ = add_operator(server, "once")
    with WebClient(server) as web:
        assert web.sign_in("once", code).status_code == 303
        assert web.sign_in("once", code).status_code == 401


def test_the_live_tail_sees_a_letter_that_comes_meanwhile(
    server: RunningServer,
) -> None:
    code, *_ = add_operator(server, "tom")
    with WebClient(server) as web:
        web.sign_in("tom", code)
        with web._client.stream("GET", "/live/rows?type=received") as told:
            lines = told.iter_lines()
            assert next(lines) == "retry: 2000"
            deliver(server)
            assert next(line for line in lines if line.startswith("event:")) == (
                "event: rows"
            )


def test_a_program_reads_by_token_and_follows_the_raw_log(
    server: RunningServer,
) -> None:
    add_operator(server, "rob")
    said = server.command("operator", "token", "add", "rob", "--label", "reader")
    token = next(word for word in said.split() if word.startswith("glsn_"))
    bearer = {"Authorization": f"Bearer {token}"}
    with WebClient(server) as web:
        assert web.get("/api/v1/events?last=1h", **bearer).json()["events"]
        place = "/api/v1/services/mail/logstream"
        with web._client.stream("GET", place, headers=bearer) as told:
            lines = told.iter_lines()
            assert next(lines) == "retry: 3000"
            deliver(server)
            assert "[core]" in next(line for line in lines if "data: " in line)


def test_a_user_sees_what_the_operator_sees(server: RunningServer) -> None:
    deliver(server)
    with WebClient(server) as web:
        assert web.sign_in_as_user(ANN).headers["location"] == "/me"
        assert "delivered" in web.get("/me").text


def test_a_server_ends_well_while_somebody_follows(tmp_path: Path) -> None:
    with running_server(tmp_path, {}) as server:
        code, *_ = add_operator(server, "ulf")
        with WebClient(server) as web:
            web.sign_in("ulf", code)
            with web._client.stream("GET", "/live/rows") as told:
                assert told.status_code == 200
                server.stop()


def test_another_host_name_is_refused(server: RunningServer) -> None:
    with WebClient(server) as web:
        assert web.get("/sign-in", host="evil.example").status_code == 421
        assert web.get("/sign-in", host=f"mail.{DOMAIN}").status_code == 200


def test_beyond_loopback_it_speaks_tls_only(tmp_path: Path) -> None:
    everywhere = '[listen]\nmx = ["127.0.0.1:0"]\nweb = ["0.0.0.0:0"]\n'
    rest = "".join(
        f"{name} = []\n"
        for name in ("submission", "submissions", "lmtp", "imap", "imaps")
    )
    with running_server(tmp_path, {}, everywhere + rest) as server:
        port = server.ports["web"]
        context: ssl.SSLContext = trusting()
        answer = httpx.get(f"https://{HOST}:{port}/sign-in", verify=context)
        assert answer.status_code == 200
        assert "strict-transport-security" in answer.headers
        assert answer.headers["set-cookie"].startswith("__Host-")
        with pytest.raises(httpx.TransportError):
            httpx.get(f"http://{HOST}:{port}/sign-in")
