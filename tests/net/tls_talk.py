"""The standard library's TLS client and our side of it, joined without a socket."""

import ssl
from dataclasses import dataclass, field

from glassine.net.tls import TlsSide
from support.certificate_files import NAME


@dataclass
class TlsTalk:
    """A client and a server that hand each other what they make."""

    server: TlsSide
    context: ssl.SSLContext
    heard: bytes = b""  # what the server read
    _in: ssl.MemoryBIO = field(default_factory=ssl.MemoryBIO)
    _out: ssl.MemoryBIO = field(default_factory=ssl.MemoryBIO)

    def __post_init__(self) -> None:
        self.client = self.context.wrap_bio(
            self._in, self._out, server_hostname=NAME, server_side=False
        )

    def carry(self, piece: int = 1 << 20) -> None:
        """Take to each side what the other has made, in pieces of a size."""
        made = self._out.read()
        for at in range(0, len(made), piece):
            self.heard += self.server.receive(made[at : at + piece])
        self._in.write(self.server.to_send())

    def shake_hands(self, piece: int = 1 << 20) -> None:
        """Carry until both are content. Raises what either side raises."""
        while True:
            try:
                self.client.do_handshake()
            except ssl.SSLWantReadError:
                self.carry(piece)
            else:
                self.carry(piece)  # the client's Finished
                return

    def read(self) -> bytes:
        """Return what the client can read."""
        self.carry()
        read = b""
        while True:
            try:
                run = self.client.read(1 << 16)
            except ssl.SSLWantReadError:
                return read
            if not run:
                return read
            read += run
