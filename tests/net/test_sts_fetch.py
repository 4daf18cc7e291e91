"""A policy comes by HTTPS from a host that proves itself, or it does not come."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from flow.sending.paper_dns import PaperDns
from glassine.flow.sending.sts import NotFetched
from glassine.net.certificates import CertificateError
from glassine.net.sts_fetch import HttpsStsFetcher
from glassine.words.public import Domain
from support.authority import DAY, Authority, Issued
from support.policy_server import PolicyServer, policy_server, response

POLICY = b"version: STSv1\nmode: enforce\nmx: mx.example.net\nmax_age: 86400\n"
HOST = "mta-sts.example.net"
ROOT = Authority()
GOOD = ROOT.issue(HOST)


def a_fetcher(
    place: Path, port: int, *ips: str, timeout: float = 20.0, private: bool = True
) -> HttpsStsFetcher:
    dns = PaperDns()
    dns.host(HOST, *(ips or ("127.0.0.1",)))
    return HttpsStsFetcher(
        resolver=dns,
        timeout=timeout,
        port=port,
        ca_file=ROOT.write(place / "root.pem"),
        private=private,
    )


def fetched(
    place: Path,
    answer: bytes,
    *ips: str,
    issued: Issued = GOOD,
    delay: float = 0,
    timeout: float = 20.0,
    private: bool = True,
) -> tuple[bytes | NotFetched, PolicyServer]:
    async def test() -> tuple[bytes | NotFetched, PolicyServer]:
        async with policy_server(place, issued, answer, delay=delay) as server:
            fetcher = a_fetcher(
                place, server.port, *ips, timeout=timeout, private=private
            )
            return await fetcher.fetch(Domain("example.net")), server

    return asyncio.run(test())


def test_a_policy_is_fetched_from_its_one_place(tmp_path: Path) -> None:
    said, server = fetched(tmp_path, response(POLICY, kind="Text/Plain; charset=utf-8"))
    assert said == POLICY
    [request] = server.requests
    assert request.startswith(b"GET /.well-known/mta-sts.txt HTTP/1.1\r\n")
    assert b"\r\nhost: mta-sts.example.net\r\n" in request.lower()
    assert b"cookie" not in request.lower()


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (response(POLICY, status="404 Not Found"), NotFetched.NOT_SERVED),
        (response(POLICY, kind="text/html"), NotFetched.NOT_TEXT),
        (response(b"x" * 65_537), NotFetched.TOO_LARGE),
        (b"garbage\r\n\r\n", NotFetched.UNREACHABLE),
        (response(POLICY)[:-5], NotFetched.UNREACHABLE),
        (b"", NotFetched.UNREACHABLE),
    ],
)
def test_what_is_not_a_plain_file_is_not_fetched(
    tmp_path: Path, answer: bytes, why: NotFetched
) -> None:
    assert fetched(tmp_path, answer)[0] is why


def test_a_redirect_is_not_followed(tmp_path: Path) -> None:
    """RFC 8461 §3.3"""
    to = f"Location: https://{HOST}/else\r\n"
    said, server = fetched(tmp_path, response(b"", status="301 Moved", more=to))
    assert said is NotFetched.NOT_SERVED
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "issued",
    [
        ROOT.issue("example.net"),
        Authority().issue(HOST),
        ROOT.issue(HOST, age=20 * DAY, lives=10 * DAY),
        ROOT.issue(common=HOST),
    ],
    ids=["other name", "other authority", "expired", "only a common name"],
)
def test_a_host_that_cannot_prove_itself_is_not_believed(
    tmp_path: Path, issued: Issued
) -> None:
    said, server = fetched(tmp_path, response(POLICY), issued=issued)
    assert said is NotFetched.UNTRUSTED
    assert server.requests == []


def test_who_is_slow_is_not_waited_for(tmp_path: Path) -> None:
    long = timedelta(minutes=1).total_seconds()
    said, _ = fetched(tmp_path, response(POLICY), delay=long, timeout=0.5)
    assert said is NotFetched.TIMED_OUT


def test_an_address_that_does_not_answer_is_passed_over(tmp_path: Path) -> None:
    said, _ = fetched(tmp_path, response(POLICY), "127.0.0.153", "127.0.0.1")
    assert said == POLICY


def test_a_strangers_zone_does_not_lead_us_into_our_own_network(
    tmp_path: Path,
) -> None:
    said, server = fetched(tmp_path, response(POLICY), private=False)
    assert said is NotFetched.UNREACHABLE
    assert server.requests == []


def test_a_domain_without_such_a_host_has_no_file(tmp_path: Path) -> None:
    fetcher = a_fetcher(tmp_path, 1)
    for domain in ("example.com", "x" * 60 + "." + "y." * 90 + "z" * 10):
        found = asyncio.run(fetcher.fetch(Domain(domain)))
        assert found is NotFetched.UNREACHABLE


def test_an_authority_that_is_none_is_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "nothing.pem"
    file.write_text("nothing")
    for missing in (file, tmp_path / "missing"):
        with pytest.raises(CertificateError, match="holds no certificates in PEM"):
            HttpsStsFetcher(resolver=PaperDns(), ca_file=missing)
