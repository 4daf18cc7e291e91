"""Talks of IMAP: who says what, and a scripted answerer that has no mailbox.

A talk's lines: `C:` from the client, `S:` what the engine says, `=` an event as the
answerer saw it, `!` the state to start in, `#` why the talk is there.
"""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import date
from enum import Enum
from pathlib import Path

from glassine.wire.imap import commands, events, replies
from glassine.wire.imap.limits import Limits
from glassine.wire.imap.server import ImapServer
from glassine.wire.imap.sets import STAR, SequenceSet
from glassine.wire.imap.state import State
from glassine.words.private import Private

LIMITS = Limits(
    command=2_000, before_login=500, message=1_000, nesting=8, bad_commands=5
)


def client_says(talk: Path) -> bytes:
    """Return the client's side as it goes on the wire."""
    said = [line[3:] for line in _lines(talk) if line.startswith("C:")]
    return "".join(line + "\r\n" for line in said).encode()


def expected(talk: Path) -> list[str]:
    """Return what the engine should say and yield, in order."""
    return [line for line in _lines(talk) if line.startswith(("S:", "="))]


def replay(talk: Path, packets: Iterable[bytes]) -> list[str]:
    """Return what the engine says and yields to these packets."""
    answerer = Answerer(_start(talk))
    for packet in packets:
        answerer.hear(packet)
    return answerer.heard


class Answerer:
    """Says yes to everything, but to mailboxes called `refused`."""

    def __init__(self, start: Iterable[str] = ()) -> None:
        self.engine = ImapServer(limits=LIMITS)
        self.heard: list[str] = []
        self._message = b""
        for word in start:
            self._begin(word)

    def hear(self, data: bytes) -> None:
        """Feed the engine and act on what it yields."""
        for event in self.engine.receive(data):
            self._act(event)

    def _begin(self, word: str) -> None:
        match word:
            case "utf8":
                self.engine.accept_utf8()
            case "tls":
                self.engine.secured()
            case _:
                self.engine.enter(State[word.upper()])

    def _act(self, event: events.Event) -> None:
        match event:
            case events.Say(line):
                self._say(line)
            case events.BadCommand(tag, reply):
                self._say(reply.answer(tag))
            case events.HangUp(reply):
                self._say(reply.untagged())
            case events.CommandRead(tag, command):
                self.heard.append(f"= {tag.decode()} {shown(command)}")
                self._carry_out(command)
            case events.AppendPart(data):
                self._message += data.reveal()
            case events.AppendWhole():
                self.heard.append(f"= message {self._message!r}")
                self._message = b""
            case events.AppendBegun():
                self.heard.append(f"= {shown(event)}")
                if event.mailbox.reveal() == b"refused":
                    self.engine.refuse_append()
                    self._say(replies.CREATE_IT_FIRST.tagged(event.tag))
            case _:
                self.heard.append(f"= {shown(event)}")

    def _carry_out(self, command: commands.Command) -> None:
        match command:
            case commands.Login():
                self.engine.enter(State.AUTHENTICATED)
            case commands.Select():
                self.engine.enter(State.SELECTED)
            case commands.Close() | commands.Unselect():
                self.engine.enter(State.AUTHENTICATED)
            case commands.Idle():
                self._say(replies.IDLING)
                self.engine.idling()
            case commands.Authenticate(initial=None):
                self._say(replies.challenge(b""))
                self.engine.expect_response()
            case _:
                pass

    def _say(self, line: bytes) -> None:
        self.heard.append("S: " + line.decode().removesuffix("\r\n"))


def shown(value: object) -> str:
    """Return a value as talks write it; fields that hold their default are left out."""
    match value:
        case SequenceSet(ranges):
            return ",".join(map(_range, ranges))
        case Private():
            return repr(value.reveal().decode())
        case Enum() | date():
            return value.name if isinstance(value, Enum) else value.isoformat()
        case frozenset():
            return "{" + ", ".join(sorted(map(shown, value))) + "}"
        case tuple():
            return "[" + ", ".join(map(shown, value)) + "]"
        case bytes():
            return repr(value.decode())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    return repr(value)


def _fields(value: object) -> str:
    told = [
        f"{field.name}={shown(held)}"
        for field in dataclasses.fields(value)  # type: ignore[arg-type]
        if (held := getattr(value, field.name)) != field.default
    ]
    return f"{type(value).__name__}({', '.join(told)})"


def _range(pair: tuple[int, int]) -> str:
    low, high = ("*" if number == STAR else str(number) for number in pair)
    return low if low == high else f"{low}:{high}"


def _lines(talk: Path) -> list[str]:
    return talk.read_text(encoding="utf-8").splitlines()


def _start(talk: Path) -> list[str]:
    return [
        w for line in _lines(talk) if line.startswith("!") for w in line[1:].split()
    ]


def cuts(data: bytes, choose: Callable[[int], int]) -> list[bytes]:
    """Return the bytes as packets; `choose(n)` says how long the next one is."""
    packets = []
    while data:
        size = choose(len(data))
        packets.append(data[:size])
        data = data[size:]
    return packets
