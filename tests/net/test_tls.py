"""Our side of TLS, against a client that is not ours."""

import contextlib
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from OpenSSL import SSL

from glassine.net.tls import TlsFailed, TlsSide
from net.tls_talk import TlsTalk
from support import certificate_files

LONG = bytes(range(256)) * 1024  # 256 KiB: many records


@pytest.fixture
def both(tmp_path: Path) -> TlsTalk:
    held = certificate_files.certificates(tmp_path)
    return TlsTalk(TlsSide.server(held.context), certificate_files.trusting(tmp_path))


def test_what_one_says_the_other_hears(both: TlsTalk) -> None:
    both.shake_hands()
    both.client.write(b"EHLO client.example\r\n")
    both.server.send(b"250 hello\r\n")
    assert both.read() == b"250 hello\r\n"
    assert both.heard == b"EHLO client.example\r\n"


def test_the_facts_are_the_clients_facts(both: TlsTalk) -> None:
    assert both.server.facts is None
    both.shake_hands()
    facts, cipher = both.server.facts, both.client.cipher()
    assert facts is not None
    assert cipher is not None
    assert (facts.cipher, facts.version, facts.bits) == (
        cipher[0],
        both.client.version(),
        cipher[2],
    )


def test_long_words_pass_whole_both_ways(both: TlsTalk) -> None:
    both.shake_hands()
    both.client.write(LONG)
    both.server.send(LONG)
    assert both.read() == LONG
    assert both.heard == LONG


@pytest.mark.parametrize("piece", [1, 7, 1000])
def test_it_does_not_depend_on_packets(both: TlsTalk, piece: int) -> None:
    both.shake_hands(piece)
    both.client.write(b"NOOP\r\n")
    both.carry(piece)
    assert both.heard == b"NOOP\r\n"


def test_the_exporter_is_the_same_on_both_sides(tmp_path: Path) -> None:
    held = certificate_files.certificates(tmp_path)
    client = SSL.Connection(SSL.Context(SSL.TLS_CLIENT_METHOD), None)
    client.set_connect_state()
    server = TlsSide.server(held.context)
    while server.facts is None:
        with contextlib.suppress(SSL.WantReadError):
            client.do_handshake()
        server.receive(client.bio_read(1 << 16))
        if said := server.to_send():
            client.bio_write(said)
    label = b"EXPORTER-Channel-Binding"  # RFC 9266 §2
    assert server.facts.exporter == client.export_keying_material(label, 32, b"")
    assert len(server.facts.exporter) == 32


@pytest.mark.parametrize(
    ("version", "bound"),
    [(ssl.TLSVersion.TLSv1_2, False), (ssl.TLSVersion.TLSv1_3, True)],
)
def test_only_tls_1_3_is_bound_to(
    tmp_path: Path, version: ssl.TLSVersion, bound: bool
) -> None:
    held = certificate_files.certificates(tmp_path)
    context = certificate_files.trusting(tmp_path)
    context.maximum_version = version
    both = TlsTalk(TlsSide.server(held.context), context)
    both.shake_hands()
    assert both.server.facts is not None
    assert (both.server.facts.binding is not None) == bound


def test_a_goodbye_is_known_for_one(both: TlsTalk) -> None:
    both.shake_hands()
    both.client.write(b"QUIT\r\n")
    with pytest.raises(ssl.SSLWantReadError):
        both.client.unwrap()
    both.carry()
    assert both.server.ended
    assert both.heard == b"QUIT\r\n"
    both.server.send(b"221 bye\r\n")  # half closed: the answer still goes out
    both.server.end()
    both.server.end()


def test_our_goodbye_is_known_for_one(both: TlsTalk) -> None:
    both.shake_hands()
    both.server.end()
    assert both.read() == b""
    assert both.client.pending() == 0


def test_what_is_no_tls_fails(both: TlsTalk) -> None:
    with pytest.raises(TlsFailed):
        both.server.receive(b"EHLO client.example\r\n")
    both.server.end()
    both.server.send(b"421 sorry\r\n")
    assert both.server.to_send() == b""


def test_a_damaged_record_fails_and_nothing_more_is_said(both: TlsTalk) -> None:
    both.shake_hands()
    with pytest.raises(TlsFailed):
        both.server.receive(b"\x17\x03\x03\x00\x20" + bytes(32))
    both.server.to_send()
    both.server.send(b"421 sorry\r\n")
    both.server.end()
    assert both.server.to_send() == b""


def test_nothing_is_said_before_the_handshake(both: TlsTalk) -> None:
    both.server.send(b"421 sorry\r\n")
    both.server.end()
    assert both.server.to_send() == b""


@pytest.mark.parametrize(
    "trouble", [x509.InvalidVersion("what", 7), ValueError("what")], ids=repr
)
def test_a_certificate_that_cannot_be_read_proves_nothing(trouble: Exception) -> None:
    side = TlsSide.client(SSL.Context(SSL.TLS_CLIENT_METHOD), "mx.example.org")
    side._connection = UnreadableChain(trouble)  # type: ignore[assignment]
    assert side.chain == ()


class UnreadableChain:
    """A connection whose peer showed what `cryptography` does not read."""

    def __init__(self, trouble: Exception) -> None:
        self._trouble = trouble

    def get_peer_cert_chain(self, *, as_cryptography: bool) -> None:
        """Fail as pyOpenSSL does."""
        raise self._trouble
