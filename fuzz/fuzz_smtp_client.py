"""Throw octets at our SMTP client, as a server might that is broken or means harm.

The first octet chooses dialect, offers and packets, the rest is what the server says.
Only `NotSmtp` may come of it; every recipient has one outcome, and nothing is sent
that is no command of ours, or content that was asked for.
"""

import re

from glassine.wire.smtp.client.engine import SmtpClient
from glassine.wire.smtp.client.events import (
    ClientEvent,
    ContentWanted,
    Finished,
    LoggedIn,
    Ready,
    Refused,
    TlsReady,
)
from glassine.wire.smtp.client.faults import NotSmtp
from glassine.wire.smtp.client.talk import Dialect
from glassine.wire.smtp.client.transaction import Transaction
from glassine.words.envelope import Recipient, Sender
from glassine.words.private import Message, Password
from glassine.words.public import HostName, parse_address

OPENINGS = (
    b"",
    b"PIPELINING",
    b"CHUNKING",
    b"PIPELINING\r\n250-CHUNKING",
    b"AUTH SCRAM-SHA-256",
    b"STARTTLS",
)
TO = tuple(Recipient(parse_address(f"{name}@example.org")) for name in "abc")
LETTER = Transaction(sender=Sender(parse_address("x@a.example")), recipients=TO, size=9)
CONTENT = b".hello\r\n"
FRAMED = re.compile(rb"(?:BDAT 8 LAST\r\n\.hello|\.\.hello\r\n\.)\r\n")
COMMAND = re.compile(
    rb"(?:(?:EHLO|HELO|LHLO|MAIL|RCPT|AUTH) [ -~]+|DATA|RSET|QUIT|STARTTLS"
    rb"|[A-Za-z0-9+/=]*|\*|\.)\r\n"
)


class Caller:
    """Does what a courier does, and counts what it hears."""

    def __init__(self, dialect: Dialect) -> None:
        hello = HostName("a.example")
        self.client = SmtpClient(dialect=dialect, hello=hello, nonce=lambda: "nonce")
        self.begun = self.finished = self.wanted = 0
        self.sent = b""

    def hear(self, packet: bytes) -> None:
        """Take a packet, and send what comes of it."""
        for event in self.client.receive(packet):
            self._react(event)
        self.sent += self.client.to_send()

    def lose(self) -> None:
        """The connection is over."""
        if finished := self.client.lost():
            self._react(finished)

    def _react(self, event: ClientEvent) -> None:
        match event:
            case Ready(extensions) if extensions.starttls:
                self.client.start_tls()
            case TlsReady():
                self.client.secured()
            case Ready(extensions) if extensions.mechanisms:
                self.client.log_in("user", Password(b"pencil"), in_clear=True)
            case ContentWanted():
                self.wanted += 1
                self.client.content(Message(CONTENT))
                self.client.end()
            case Finished(results):
                self.finished += 1
                assert len(results) == len(TO)
                self._next()
            case Ready() | LoggedIn() | Refused():
                self._next()

    def _next(self) -> None:
        if self.client.ready and self.begun < 3:
            assert self.client.begin(LETTER) is None
            self.begun += 1
        elif self.begun:
            self.client.quit()


def one(data: bytes) -> None:
    """Hold one session."""
    choice, said = (data[0], data[1:]) if data else (0, b"")
    caller = Caller(list(Dialect)[choice % 2])
    opening = OPENINGS[choice // 2 % len(OPENINGS)]
    step = 1 + choice // 12 * 3
    try:
        if opening:
            caller.hear(b"220 hi\r\n")
            caller.hear(b"250-hi\r\n250-" + opening + b"\r\n250 SIZE 100\r\n")
        for start in range(0, len(said), step):
            caller.hear(said[start : start + step])
    except NotSmtp:
        caller.sent += caller.client.to_send()
        assert caller.client.to_send() == b""
    caller.lose()
    _check(caller)


def _check(caller: Caller) -> None:
    assert caller.begun == caller.finished
    commands, framed = FRAMED.subn(b"", caller.sent)
    assert framed <= caller.wanted <= caller.begun
    for line in commands.splitlines(keepends=True):
        assert COMMAND.fullmatch(line)
