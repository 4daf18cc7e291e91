"""An SMTP and LMTP client that sends exactly the bytes it is given, right or wrong."""

import secrets
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, Self

PATIENCE = 20  # seconds
HERE = "127.0.0.1"  # where we come from; all of 127.0.0.0/8 will do


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply. RFC 5321 §4.2"""

    code: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The first line's text; for a 334, the challenge."""
        return self.lines[0]


def trusting() -> ssl.SSLContext:
    """Return a context that takes the server's self-signed certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def connected(address: tuple[str, int], *, tls: bool, source: str) -> socket.socket:
    """Return a connection, and have said the first word of TLS if it is to be TLS."""
    context = trusting() if tls else None  # made before: then we speak at once
    plain = socket.create_connection(address, PATIENCE, (source, 0))
    if context is None:
        return plain
    try:
        return context.wrap_socket(plain)
    except OSError:
        plain.close()
        raise


def somewhere() -> str:
    """Return an address nobody came from yet: failures are counted by it."""
    return ".".join(["127", *(str(secrets.randbelow(254) + 1) for _ in range(3))])


class SmtpTalk:
    """One connection. The greeting has been read."""

    def __init__(
        self, address: tuple[str, int], *, tls: bool = False, source: str = HERE
    ) -> None:
        self._socket = connected(address, tls=tls, source=source)
        self._file: BinaryIO = self._socket.makefile("rb")
        try:
            self.greeting = self.reply()
        except OSError:
            self.hang_up()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._socket.sendall(data)

    def reply(self) -> Reply:
        """Read one reply. Raises `ConnectionError` if the server hangs up."""
        lines = []
        while True:
            line = self._file.readline()
            if not line.endswith(b"\r\n"):
                raise ConnectionError("hung up in the middle")
            lines.append(line[4:-2].decode())
            if line[3:4] != b"-":
                return Reply(int(line[:3]), tuple(lines))

    def say(self, line: str) -> Reply:
        """Send a line and read its reply."""
        self.send(line.encode() + b"\r\n")
        return self.reply()

    def hello(self, name: str = "client.example", verb: str = "EHLO") -> Reply:
        """Say EHLO (or LHLO)."""
        return self.say(f"{verb} {name}")

    def start_tls(self) -> Reply:
        """Go over to TLS; the EHLO after it is the caller's."""
        reply = self.say("STARTTLS")
        if reply.code == 220:
            self._file.close()
            self._socket = trusting().wrap_socket(self._socket)
            self._file = self._socket.makefile("rb")
        return reply

    def begin(self, sender: str, recipients: Iterable[str]) -> None:
        """Name the sender and the recipients; all must be taken."""
        assert self.say(f"MAIL FROM:<{sender}>").code == 250
        for recipient in recipients:
            assert self.say(f"RCPT TO:<{recipient}>").code == 250

    def data(self, message: bytes) -> Reply:
        """Send the message by DATA; return the reply to its end, or to DATA itself."""
        answer = self.say("DATA")
        if answer.code != 354:
            return answer
        self.send(stuffed(message) + b".\r\n")
        return self.reply()

    def deliver(self, sender: str, recipients: Iterable[str], message: bytes) -> Reply:
        """Do one whole transaction."""
        self.begin(sender, recipients)
        return self.data(message)

    def quit(self) -> None:
        """Say QUIT and close."""
        assert self.say("QUIT").code == 221
        self.hang_up()

    def hang_up(self) -> None:
        """Close without a word."""
        self._file.close()
        self._socket.close()


def stuffed(message: bytes) -> bytes:
    """Return the message as DATA carries it, ending in CRLF. RFC 5321 §4.5.2"""
    dotted = message.replace(b"\r\n.", b"\r\n..")
    if dotted.startswith(b"."):
        dotted = b"." + dotted
    return dotted if dotted.endswith(b"\r\n") else dotted + b"\r\n"
