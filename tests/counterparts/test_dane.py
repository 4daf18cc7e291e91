"""DANE, by a zone that is really signed: only the host it names gets the letter."""

import hashlib
from collections.abc import Iterator

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from counterparts.sending import ANN, events, line, submit
from support.counterparts.postfix import Postfix, postfix
from support.letters import letter, marker
from support.name_servers import NameServers, name_servers
from support.running_server import PASSWORD, RunningServer, running_server

SETTINGS = """
[dns]
servers = ["127.0.0.1:{dns}"]
[delivery]
port = {port}
private_mx = true
mta_sts = false
"""
PROVEN, FORGED, UNSIGNED = "proven.example", "forged.example", "unsigned.example"


@pytest.fixture(scope="module")
def other() -> Iterator[Postfix]:
    also = f"virtual_mailbox_domains = {PROVEN} {FORGED} {UNSIGNED}\n"
    with postfix("mx.example", also) as other:
        yield other


def zone(other: Postfix, digest: str) -> str:
    """Return a zone whose mail host is Postfix, and the proof of its key."""
    proof = f"_{other.port}._tcp.mail TLSA 3 1 1 {digest}"
    return f"@ MX 10 mail\nmail A 127.0.0.1\n{proof}\n"


def digest_of_key(other: Postfix) -> str:
    """Return what a TLSA record 3 1 1 has. RFC 6698 §2.1"""
    shown = x509.load_pem_x509_certificate(other.certificate.read_bytes())
    key = shown.public_key()
    encoded = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(encoded).hexdigest()


@pytest.fixture(scope="module")
def names(
    other: Postfix, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NameServers]:
    right, wrong = zone(other, digest_of_key(other)), zone(other, "00" * 32)
    zones = {PROVEN: right, FORGED: wrong, UNSIGNED: wrong}
    place = tmp_path_factory.mktemp("names")
    with name_servers(place, zones, signed=[PROVEN, FORGED]) as names:
        yield names


@pytest.fixture(scope="module")
def server(
    names: NameServers, other: Postfix, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    home = tmp_path_factory.mktemp("server")
    settings = SETTINGS.format(dns=names.resolver_port, port=other.port)
    with running_server(home, {ANN: PASSWORD}, settings) as server:
        yield server


@pytest.mark.parametrize(
    ("domain", "rule", "verified"),
    [(PROVEN, "dane", True), (UNSIGNED, "opportunistic", False)],
)
def test_the_event_says_by_what_rule_it_was_protected(
    server: RunningServer, domain: str, rule: str, verified: bool
) -> None:
    uuid = submit(server, [f"bob@{domain}"], letter(marker(), sender=ANN))
    assert f" host=mail.{domain} " in line(server, uuid, "delivered")
    (details,) = events(server, "delivered", uuid)
    protection = details["protection"]
    assert (protection["rule"], protection["verified"]) == (rule, verified)


def test_a_host_with_another_key_gets_nothing(
    server: RunningServer, other: Postfix
) -> None:
    word = marker()
    uuid = submit(server, [f"bob@{FORGED}"], letter(word, sender=ANN))
    (details,) = events(server, "deferred", uuid)
    assert (details["code"], details["enhanced"]) == (451, "4.7.5")
    assert not [each for each in other.mailbox.now() if word.encode() in each]
