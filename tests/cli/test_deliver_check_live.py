"""`glassine deliver-check` talks to the mail host, up to RCPT and not further."""

import asyncio
import hashlib
import json
import ssl
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cli.commands import Place
from support.authority import Authority, Issued
from support.misbehaving_server import MisbehavingServer, misbehaving
from support.misdeeds import Drops, Misdeeds, Says, Step
from support.name_servers import name_servers
from support.policy_server import policy_server, response

T = TypeVar("T")

ROOT = Authority()
GOOD = ROOT.issue("mx.example.net")
BOB = "bob@example.net"


def shown(issued: Issued, place: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*issued.write(place / "shown"))
    return context


def digest(issued: Issued) -> str:
    key = issued.certificate.public_key()
    info = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(info).hexdigest()


@contextmanager
def serving(place: Path, issued: Issued, answer: bytes) -> Iterator[int]:
    """Run a policy server on a thread of its own; yield its port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = policy_server(place, issued, answer)

    def run(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(20)

    try:
        yield run(server.__aenter__()).port
    finally:
        run(server.__aexit__(None, None, None))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@contextmanager
def told(place: Place, server: MisbehavingServer, *records: str) -> Iterator[None]:
    """Let the place know the server as mx.example.net, from a signed zone."""
    _, port = server.address
    zone = "\n".join(("@ MX 10 mx", "mx A 127.0.0.1", *records))
    with name_servers(
        place.path / "dns",
        {"example.net": zone.replace("PORT", str(port))},
        signed=["example.net"],
    ) as dns:
        ROOT.write(place.path / "root.pem")
        before = place.config.read_text()
        place.config.write_text(
            f'{before}[dns]\nservers = ["127.0.0.1:{dns.resolver_port}"]\n'
            f"[delivery]\nprivate_mx = true\nport = {port}\nipv6 = false\n"
            'ca_file = "root.pem"\n'
        )
        yield


def test_all_is_well_and_nothing_was_sent(place: Place, tmp_path: Path) -> None:
    tlsa = f"_PORT._tcp.mx TLSA 3 1 1 {digest(GOOD)}"
    with misbehaving(tls=shown(GOOD, tmp_path)) as server, told(place, server, tlsa):
        said = place.done("deliver-check", "example.net", BOB)
    assert "127.0.0.1 offers PIPELINING, SIZE 10000000, 8BITMIME, SMTPUTF8" in said
    assert "; its certificate is proven (SHA-256 " in said
    assert "asked by RCPT: 250" in said
    assert said.endswith("A message would be taken by mx.example.net.\n")
    assert server.letters == []
    verbs = [line.split()[0] for line in server.lines]
    assert verbs == ["EHLO", "STARTTLS", "EHLO", "MAIL", "RCPT", "QUIT"]
    assert "MAIL FROM:<>" in server.lines[3]


def test_a_certificate_that_dane_does_not_prove_is_said(
    place: Place, tmp_path: Path
) -> None:
    tlsa = f"_PORT._tcp.mx TLSA 3 1 1 {'00' * 32}"
    with misbehaving(tls=shown(GOOD, tmp_path)) as server, told(place, server, tlsa):
        ended = place.give("deliver-check", "example.net", BOB)
    assert ended.code == 1
    assert "its certificate is not the one that is asked for." in ended.out
    assert "would wait and be tried again: no host can be talked to." in ended.out
    assert not any(line.startswith("MAIL") for line in server.lines)


POLICY = b"version: STSv1\nmode: enforce\nmx: *.example.net\nmax_age: 86400\n"


def test_a_policy_is_fetched_and_kept(place: Place, tmp_path: Path) -> None:
    """The whole way of MTA-STS: record, HTTPS, certificate, and the store."""
    records = ["mta-sts A 127.0.0.1", '_mta-sts TXT "v=STSv1; id=1"']
    with (
        serving(tmp_path, ROOT.issue("mta-sts.example.net"), response(POLICY)) as port,
        misbehaving(tls=shown(GOOD, tmp_path)) as server,
        told(place, server, *records),
    ):
        place.config.write_text(place.config.read_text() + f"mta_sts_port = {port}\n")
        first = place.done("deliver-check", "example.net")
        second = place.done("deliver-check", "example.net")
    assert "its policy is enforce for *.example.net, fetched just now." in first
    assert "its policy is enforce for *.example.net, known from before." in second
    assert "for its MTA-STS policy is enforced." in second
    assert "its certificate is proven" in second


def test_without_an_address_the_host_is_only_greeted(
    place: Place, tmp_path: Path
) -> None:
    with misbehaving(tls=shown(GOOD, tmp_path)) as server, told(place, server):
        read = json.loads(place.done("deliver-check", "--json", "example.net"))
    [talk] = read["talks"]
    assert read["fine"] is talk["fine"] is True
    assert (talk["said"], talk["code"], talk["ip"]) == (None, None, "127.0.0.1")
    assert talk["tls"]["verified"] is True
    assert talk["tls"]["version"] == "TLSv1.3"
    assert "PIPELINING" in talk["offers"]
    assert not any(line.startswith("MAIL") for line in server.lines)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("550 5.1.1 no \x1b[31mbob here", "would be given up: mx.example.net refuses"),
        ("450 4.2.0 later", "would wait and be tried again: mx.example.net does not"),
    ],
)
def test_an_address_that_is_refused_is_said_and_shown_harmless(
    place: Place, answer: str, verdict: str
) -> None:
    misdeeds = Misdeeds({Step.RCPT: [Says(answer)]})
    with misbehaving(misdeeds) as server, told(place, server):
        ended = place.give("deliver-check", "example.net", BOB)
    assert ended.code == 1
    assert "The talk is not protected by TLS." in ended.out
    assert f"asked by RCPT: {answer[:9]}" in ended.out
    assert verdict in ended.out
    assert "\x1b" not in ended.out


def test_a_host_that_hangs_up_is_said(place: Place) -> None:
    with (
        misbehaving(Misdeeds({Step.CONNECT: [Drops()]})) as server,
        told(place, server),
    ):
        ended = place.give("deliver-check", "example.net")
    assert ended.code == 1
    assert "it hung up in mid-talk." in ended.out


def test_a_host_that_nobody_listens_at_is_said(place: Place) -> None:
    with misbehaving() as server:
        pass
    with told(place, server):
        ended = place.give("deliver-check", "example.net")
    assert ended.code == 1
    assert "no connection: is the port open, and our network?" in ended.out
