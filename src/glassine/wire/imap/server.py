"""The server side of IMAP as bytes in, events out. No sockets, no clock, no mail.

The caller acts on each event before it asks for the next, so commands that came in
one packet still run one after another: it answers, tells the engine where the session
now stands (`enter`), and goes on. The engine itself says only what needs no knowledge:
"go on" to a literal, BAD to what it cannot read.
"""

import re
from collections.abc import Generator, Iterator
from enum import Enum, auto

from glassine.wire.imap import replies
from glassine.wire.imap.appends import Appends
from glassine.wire.imap.commands import Done, Logout, StartTls
from glassine.wire.imap.events import (
    AppendBegun,
    AuthResponse,
    BadCommand,
    CommandRead,
    Event,
    HangUp,
    Say,
)
from glassine.wire.imap.grammar import appending
from glassine.wire.imap.grammar.command import read_command, require
from glassine.wire.imap.grammar.scan import Malformed, Scanner
from glassine.wire.imap.intake import Intake, TooLong
from glassine.wire.imap.limits import Limits
from glassine.wire.imap.replies import Reply
from glassine.wire.imap.state import KNOWN, State
from glassine.words.private import Password

_NEWLINE = re.compile(rb"[\r\n]")


class _Line(Enum):
    """What the next line is, where it is no command."""

    DONE = auto()
    RESPONSE = auto()


class ImapServer:
    """One IMAP session. Feed it bytes, act on what it yields."""

    def __init__(self, *, limits: Limits, tls: bool = False) -> None:
        self.state = State.NOT_AUTHENTICATED
        self.tls = tls
        self._limits = limits
        self._utf8 = False
        self._bad_ones = 0
        self._expected: _Line | None = None
        self._tag = b""  # of the command at hand; empty until it is read
        self._intake = Intake()
        self._appends = Appends(self._intake, limits)
        self._steps = self._session()

    def receive(self, data: bytes) -> Iterator[Event]:
        """Yield what these bytes mean, in order."""
        self._intake.feed(data)
        for event in self._steps:
            if event is None:
                return
            yield event

    def enter(self, state: State) -> None:
        """Say where the session stands now that a command has been carried out."""
        self.state = state

    def secured(self) -> None:
        """Say that TLS is active; what came before it is forgotten. RFC 9051 §6.2.1"""
        self.tls = True
        self._intake.clear()

    def accept_utf8(self) -> None:
        """Take mailbox names in UTF-8 from now on: UTF8=ACCEPT or IMAP4rev2 is on."""
        self._utf8 = True

    def idling(self) -> None:
        """Say that IDLE was answered; the next line should be DONE. RFC 2177"""
        self._expected = _Line.DONE

    def expect_response(self) -> None:
        """Say that a SASL challenge was sent; the next line comes as it is."""
        self._expected = _Line.RESPONSE

    def refuse_append(self) -> None:
        """Say that the message just begun was refused, and its command with it."""
        self._appends.refuse()

    def _session(self) -> Generator[Event | None, None, None]:
        """Yield events for as long as the session lasts; None asks for more bytes."""
        try:
            while self.state is not State.LOGOUT:
                try:
                    yield from self._one()
                except Malformed as bad:
                    yield from self._refuse(bad.reply)
        except TooLong:
            yield self._hang_up(replies.BYE_TOO_LONG)

    def _one(self) -> Generator[Event | None, None, None]:
        expected, self._expected = self._expected, None
        match expected:
            case _Line.DONE:
                yield from self._done()
            case _Line.RESPONSE:
                yield from self._response()
            case None:
                yield from self._command()

    def _command(self) -> Generator[Event | None, None, None]:
        self._tag, command = b"", b""
        while True:
            line = yield from self._intake.line(self._room(command))
            self._tag = self._tag or Scanner(line).tag()
            if _NEWLINE.search(line, 0, len(line) - 2):
                raise Malformed(replies.STRAY)
            command += line
            if self._intake.pending is None:
                yield self._read(self._tag, command[:-2])
                return
            if appending.announces_message(command):
                yield from self._appends.take(self._append(command))
                return
            command += yield from self._literal(self._room(command))

    def _room(self, command: bytes) -> int:
        new = self.state is State.NOT_AUTHENTICATED
        limit = self._limits.before_login if new else self._limits.command
        return limit - len(command)

    def _literal(self, room: int) -> Generator[Event | None, None, bytes]:
        pending = self._intake.pending
        if pending is not None and pending.size > room:
            raise Malformed(replies.COMMAND_TOO_LONG)
        if pending is not None and pending.waits:
            yield Say(replies.CONTINUE)
        return (yield from self._intake.literal())

    def _read(self, tag: bytes, written: bytes) -> CommandRead:
        if b"\0" in written:  # only literal8 may hold it, and only APPEND takes that
            raise Malformed(replies.STRAY)
        scan = self._scanner(written)
        scan.tag()
        command = read_command(scan, self.state)
        match command:
            case StartTls() if self.tls:
                raise Malformed(replies.ALREADY_SECURE)
            case Logout():
                self.state = State.LOGOUT
        self._bad_ones = 0
        return CommandRead(tag, command)

    def _append(self, command: bytes) -> AppendBegun:
        require(KNOWN, self.state)
        begun = appending.append(self._scanner(command))
        self._bad_ones = 0
        return begun

    def _done(self) -> Generator[Event | None, None, None]:
        line = yield from self._intake.line(self._limits.before_login)
        if line.upper() != b"DONE\r\n":
            raise Malformed(replies.EXPECTED_DONE)
        yield CommandRead(self._tag, Done())

    def _response(self) -> Generator[Event | None, None, None]:
        line = yield from self._intake.line(self._limits.before_login)
        self._intake.pending = None
        yield AuthResponse(self._tag, Password(line[:-2]))

    def _refuse(self, reply: Reply) -> Generator[Event | None, None, None]:
        yield BadCommand(self._tag or None, reply)
        self._bad_ones += 1
        if self._bad_ones >= self._limits.bad_commands:
            yield self._hang_up(replies.BYE_TOO_MANY_ERRORS)
            return
        yield from self._intake.let_go_by(self._limits.message, self._room(b""))

    def _hang_up(self, reply: Reply) -> HangUp:
        self.state = State.LOGOUT
        return HangUp(reply)

    def _scanner(self, command: bytes) -> Scanner:
        return Scanner(command, utf8=self._utf8, nesting=self._limits.nesting)
