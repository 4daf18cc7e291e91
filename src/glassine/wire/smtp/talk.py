"""What one connection has said so far, and what is still to be sent to it."""

from collections.abc import Generator, Iterator

from glassine.wire.lines import LineBuffer
from glassine.wire.sasl.exchange import Exchange
from glassine.wire.sasl.steps import NonceSource, TlsBinding
from glassine.wire.smtp import replies
from glassine.wire.smtp.content import Transfer
from glassine.wire.smtp.events import (
    Abandoned,
    Asking,
    Event,
    Excess,
    Refused,
    Reset,
    TooMany,
)
from glassine.wire.smtp.limits import Dialect, Limits, Offer, keywords
from glassine.wire.smtp.replies import Reply
from glassine.wire.smtp.states import NEXT, State, Verb
from glassine.words.envelope import Envelope
from glassine.words.public import parse_domain


class Unanswered(Exception):
    """The caller went on without the replies that an event asks for."""


class HungUp(Exception):
    """The caller closed the session while an event was in its hands."""


class Talk:
    """The facts that the commands share."""

    def __init__(
        self,
        hostname: str,
        dialect: Dialect,
        limits: Limits,
        offer: Offer,
        nonce: NonceSource,
    ) -> None:
        self.hostname = hostname
        self.domain = parse_domain(hostname)
        self.dialect = dialect
        self.limits = limits
        self.offer = offer
        self.nonce = nonce
        self.lines = LineBuffer(limits.command_line)
        self.state = State.SILENT
        self.secure = False
        self.binding: TlsBinding | None = None
        self.authenticated = False
        self.envelope: Envelope | None = None
        self.transfer: Transfer | None = None
        self.exchange: Exchange | None = None
        self.must_wait = False  # only QUIT may come before our reply has gone out
        self.errors = 0  # since the last message taken
        self.errors_in_all = 0
        self.pipelined = False
        self.idle_commands = 0
        self.transactions = 0
        self.auth_failures = 0
        self.last: Reply | None = None
        self._out: list[bytes] = []
        self._answers: tuple[Reply, ...] | None = ()  # None: an event waits

    @property
    def deaf(self) -> bool:
        """Tell whether octets mean nothing now: before a handshake, after the end."""
        return self.state is State.CLOSED or self.state is State.TLS

    def keywords(self) -> tuple[str, ...]:
        """Return what EHLO promises now."""
        return keywords(self.limits, self.offer, self.secure)

    def answer(self, given: tuple[Reply, ...]) -> None:
        """Take the caller's answer to the event it has in hand."""
        if self._answers is not None:
            raise Unanswered
        self._answers = given

    def ask(
        self, event: Asking, default: Reply | None = None, wanted: int = 1
    ) -> Generator[Event, None, tuple[Reply, ...]]:
        """Yield the event; return what the caller answered to it, not yet said."""
        self._answers = None
        yield event
        given, self._answers = self._answers, ()
        if self.state is State.CLOSED:
            raise HungUp
        if given == () and default is not None:
            return (default,)
        if given is None or len(given) != wanted:
            raise Unanswered
        return given

    def say(self, *said: Reply) -> None:
        """Queue replies; one that closes ends the session."""
        for reply in said:
            self._out.append(bytes(reply))
            self.last = reply
            if reply.code >= 500:
                self.erred()
            if reply.closes:
                self.state = State.CLOSED

    def shut(self, reply: Reply) -> None:
        """Say one last thing, whatever its code."""
        self.say(reply)
        self.state = State.CLOSED

    def move(self, verb: Verb) -> None:
        """Go where the table says an accepted command leads."""
        self.state = NEXT[self.state, verb]

    def refuse(self, verb: Verb, reply: Reply) -> Iterator[Event]:
        """Refuse a command on our own account."""
        self.say(reply)
        yield Refused(verb, reply)

    def exceed(self, excess: Excess, reply: Reply) -> Iterator[Event]:
        """End the session because a limit is used up."""
        yield TooMany(excess)
        self.shut(reply)

    @property
    def tiresome(self) -> bool:
        """Tell whether the session has gone on without sense for too long."""
        erred = self.errors > self.limits.errors
        idled = self.idle_commands > self.limits.idle_commands
        return (erred or idled) and self.state is not State.CLOSED

    def dismiss(self) -> Iterator[Event]:
        """End a tiresome session."""
        if self.errors > self.limits.errors:
            yield from self.exceed(Excess.ERRORS, replies.TOO_MANY_ERRORS)
        else:
            yield from self.exceed(Excess.IDLE_COMMANDS, replies.TOO_MANY_IDLE_COMMANDS)

    def erred(self) -> None:
        """Count what the client did wrong."""
        self.errors += 1
        self.errors_in_all += 1

    def made_progress(self) -> None:
        """A message was taken: old errors are forgiven."""
        self.errors = self.idle_commands = 0

    def forget(self) -> Iterator[Event]:
        """Drop the transaction, if there is one. RFC 5321 §4.1.1.5"""
        if self.envelope is None:
            return
        begun = self.transfer is not None
        self.envelope = self.transfer = None
        yield Abandoned(replies.OK) if begun else Reset()

    def drain(self) -> bytes:
        """Return every reply queued, in order."""
        out = b"".join(self._out)
        self._out.clear()
        if not self.lines:
            self.must_wait = False
        return out

    def begin_tls(self, binding: TlsBinding | None) -> None:
        """Forget everything said in the clear. RFC 3207 §4.2"""
        self.lines.take_all()
        self.secure, self.binding = True, binding
        self.authenticated = False
        self.envelope = self.transfer = self.exchange = None
        if self.state is State.TLS:
            self.state = State.NEW
