"""One side of TLS as bytes in, bytes out, like the engines it protects.

pyOpenSSL and not the standard library's `ssl`, because SCRAM-SHA-256-PLUS binds to
the channel by `tls-exporter` (RFC 9266), which `ssl` cannot compute.
"""

from dataclasses import dataclass

from cryptography import x509
from cryptography.x509 import Certificate
from OpenSSL import SSL

from glassine.wire.sasl.steps import TlsBinding
from glassine.words.private import Key

_ENOUGH = 64 * 1024  # octets taken from OpenSSL at a time; a record holds 16 KiB


class TlsFailed(Exception):
    """The handshake or a record failed; the connection is of no use."""


@dataclass(frozen=True, slots=True)
class TlsFacts:
    """What was agreed on, as the trace headers and the log show it."""

    version: str  # TLSv1.3
    cipher: str
    bits: int
    exporter: bytes  # RFC 9266 §2

    @property
    def binding(self) -> TlsBinding | None:
        """What SCRAM-PLUS binds to; of TLS 1.2 it proves too little. RFC 9266 §4.2"""
        return TlsBinding(Key(self.exporter)) if self.version == "TLSv1.3" else None


class TlsSide:
    """One connection's TLS state. Feed it what arrives; send what it makes."""

    def __init__(self, connection: SSL.Connection) -> None:
        self._connection = connection
        self._unsent: list[bytes] = []
        self._broken = False
        self.facts: TlsFacts | None = None
        self.ended = False

    @classmethod
    def server(cls, context: SSL.Context) -> "TlsSide":
        """Return the side that is called, and shows a certificate."""
        connection = SSL.Connection(context, None)
        connection.set_accept_state()
        return cls(connection)

    @classmethod
    def client(cls, context: SSL.Context, name: str | None) -> "TlsSide":
        """Return the side that calls, and says by which name. RFC 6066 §3

        Whatever certificate is shown is taken: to judge `chain` is the caller's duty.
        """
        connection = SSL.Connection(context, None)
        connection.set_connect_state()
        if name is not None:
            connection.set_tlsext_host_name(name.encode("ascii"))
        side = cls(connection)
        side._shake_hands()  # says hello
        return side

    @property
    def chain(self) -> tuple[Certificate, ...]:
        """The certificates that the other side showed, its own first.

        None where one of them is not to be read: then they prove nothing.
        """
        try:
            shown = self._connection.get_peer_cert_chain(as_cryptography=True)
        except (x509.InvalidVersion, ValueError):
            return ()
        return tuple(shown or ())

    def receive(self, data: bytes) -> bytes:
        """Return the plaintext that these bytes complete. Raises `TlsFailed`."""
        view = memoryview(data)
        plain: list[bytes] = []
        while view:
            view = view[self._connection.bio_write(view[:_ENOUGH].tobytes()) :]
            if self.facts is None and not self._shake_hands():
                continue
            plain.extend(self._records())
        return b"".join(plain)

    def send(self, plain: bytes) -> None:
        """Encrypt; the records wait in `to_send`. Without a channel, it is dropped."""
        if self.facts is None or self._broken:
            return
        view = memoryview(plain)
        while view:
            view = view[self._connection.send(view[:_ENOUGH]) :]
            self._collect()

    def end(self) -> None:
        """Say goodbye to the peer, so that it can tell the end from a cut."""
        if self.facts is not None and not self._broken:
            self._connection.shutdown()
            self._collect()

    def to_send(self) -> bytes:
        """Return the records made so far, and forget them."""
        self._collect()
        data = b"".join(self._unsent)
        self._unsent.clear()
        return data

    def _shake_hands(self) -> bool:
        try:
            self._connection.do_handshake()
        except SSL.WantReadError:
            return False
        except SSL.Error:
            raise self._failure() from None
        finally:
            self._collect()
        self.facts = _facts(self._connection)
        return True

    def _records(self) -> list[bytes]:
        plain = []
        try:
            while True:
                plain.append(self._connection.recv(_ENOUGH))
        except SSL.WantReadError:
            return plain
        except SSL.ZeroReturnError:
            self.ended = True
            return plain
        except SSL.Error:
            raise self._failure() from None

    def _failure(self) -> TlsFailed:
        self._broken = True  # OpenSSL lets nothing more be done with it
        return TlsFailed()

    def _collect(self) -> None:
        try:
            while True:
                self._unsent.append(self._connection.bio_read(_ENOUGH))
        except SSL.WantReadError:
            return


def _facts(connection: SSL.Connection) -> TlsFacts:
    return TlsFacts(
        version=connection.get_protocol_version_name(),
        cipher=connection.get_cipher_name() or "",
        bits=connection.get_cipher_bits() or 0,
        exporter=connection.export_keying_material(
            b"EXPORTER-Channel-Binding", 32, b""
        ),
    )
