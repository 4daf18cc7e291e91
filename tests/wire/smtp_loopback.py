"""Our client and our server, joined in memory, with packets cut at random.

The server refuses recipients whose name begins with `no`, and in LMTP, after the
message, those that begin with `full`. Offers of it can be hidden from the client.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from glassine.wire.smtp import events as asked
from glassine.wire.smtp import limits, replies
from glassine.wire.smtp.client import events as heard
from glassine.wire.smtp.client.engine import SmtpClient
from glassine.wire.smtp.client.talk import Dialect
from glassine.wire.smtp.client.transaction import Transaction
from glassine.wire.smtp.replies import Reply
from glassine.wire.smtp.server import SmtpServer
from glassine.words.envelope import Envelope
from glassine.words.private import Message
from glassine.words.public import HostName


@dataclass
class Arrival:
    """One message that the server has taken."""

    envelope: Envelope
    content: bytes


@dataclass
class Mailroom:
    """The server, and what has arrived there."""

    dialect: limits.Dialect
    arrived: list[Arrival] = field(default_factory=list)
    _content: bytes = b""

    def __post_init__(self) -> None:
        self.engine = SmtpServer(
            hostname="mx.example.org",
            dialect=self.dialect,
            limits=limits.Limits(message=1 << 24),
            offer=limits.Offer(),
        )
        self.engine.greet()

    def hear(self, packet: bytes) -> None:
        """Take what the client sent, and answer it."""
        for event in self.engine.receive(packet):
            match event:
                case asked.Part(message):
                    self._content += message.reveal()
                case asked.RecipientGiven(recipient, _):
                    refused = recipient.path.local.startswith("no")
                    self.engine.answer(*[replies.NO_SUCH_USER] * refused)
                case asked.Arrived(envelope, _):
                    self.arrived.append(Arrival(envelope, self._content))
                    self._content = b""
                    self.engine.answer(*self._verdicts(envelope))
                case asked.Hello() | asked.SenderGiven() | asked.DataWanted():
                    self.engine.answer()
                case asked.Refused() | asked.Reset():
                    pass  # DATA that went with recipients who were all refused; RSET
                case _:
                    raise AssertionError(event)

    def _verdicts(self, envelope: Envelope) -> list[Reply]:
        if self.dialect is not limits.Dialect.LMTP:
            return [replies.OK]
        full = [to.path.local.startswith("full") for to in envelope.recipients]
        return [replies.STORAGE_FULL if each else replies.OK for each in full]


class Wire:
    """Both ends, and the cable between them."""

    def __init__(
        self, dialect: Dialect, dice: random.Random, hidden: Iterable[str] = ()
    ) -> None:
        lmtp = dialect is Dialect.LMTP
        self.room = Mailroom(limits.Dialect.LMTP if lmtp else limits.Dialect.MX)
        self.client = SmtpClient(dialect=dialect, hello=HostName("a.example"))
        self._dice = dice
        self._hidden = tuple(word.encode() for word in hidden)
        self.writes: list[bytes] = []
        self._open()

    def carry(self, transaction: Transaction, runs: list[bytes]) -> heard.Finished:
        """Send one message; return what the client made of it."""
        at_once = self.client.begin(transaction)
        while at_once is None:
            for event in self._exchange():
                match event:
                    case heard.ContentWanted():
                        self._say(runs)
                    case heard.Finished():
                        at_once = event
                    case _:
                        raise AssertionError(event)
        return at_once

    def _say(self, runs: list[bytes]) -> None:
        for run in runs:
            self.client.content(Message(run))
            if self._dice.random() < 0.5:
                self._send()
        self.client.end()

    def _open(self) -> None:
        assert list(self._exchange()) == []
        (ready,) = self._exchange(self._hidden)
        assert isinstance(ready, heard.Ready)

    def _exchange(self, hidden: tuple[bytes, ...] = ()) -> Iterator[heard.ClientEvent]:
        """Let each side hear what the other has said."""
        self._send()
        said = self.room.engine.to_send()
        if hidden:
            said = _without(said, hidden)
        for packet in self._cut(said):
            yield from self.client.receive(packet)

    def _send(self) -> None:
        written = self.client.to_send()
        self.writes += [written] if written else []
        for packet in self._cut(written):
            self.room.hear(packet)

    def _cut(self, octets: bytes) -> Iterator[bytes]:
        at = 0
        steps = (1, 7, 60, 4000) if len(octets) < 2000 else (4000, 70_000)
        while at < len(octets):
            to = at + self._dice.choice(steps)
            yield octets[at:to]
            at = to


def _without(said: bytes, hidden: tuple[bytes, ...]) -> bytes:
    """Return the answer to EHLO without these offers."""
    first, *offers = said.removesuffix(b"\r\n").split(b"\r\n")
    lines = [first, *(each for each in offers if not each[4:].startswith(hidden))]
    dashed = [line[:3] + b"-" + line[4:] for line in lines[:-1]]
    return b"\r\n".join([*dashed, lines[-1][:3] + b" " + lines[-1][4:]]) + b"\r\n"
