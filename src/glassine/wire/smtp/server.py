"""The server side of SMTP, submission and LMTP as bytes in, events out.

RFC 5321, RFC 6409, RFC 2033. No sockets, no clock, no policy: who may send what to
whom is for the caller to answer.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from secrets import token_urlsafe

from glassine.wire.lines import BareNewline, LineTooLong
from glassine.wire.sasl.scram import OutOfTurn, Scram
from glassine.wire.sasl.steps import NonceSource, TlsBinding
from glassine.wire.smtp import commands, replies
from glassine.wire.smtp.auth import auth, continuation, dialogue, fail
from glassine.wire.smtp.events import Closing, EarlyTalker, Event, Unknown
from glassine.wire.smtp.limits import Dialect, Limits, Offer
from glassine.wire.smtp.replies import Reply
from glassine.wire.smtp.states import FOREIGN, NEXT, VERBS, State, Verb
from glassine.wire.smtp.talk import HungUp, Talk
from glassine.wire.smtp.transfer import bdat, data, take_chunk, take_dotted

Command = Callable[[Talk, bytes], Iterator[Event]]


def _hello(verb: Verb) -> Command:
    return lambda talk, rest: commands.hello(talk, verb, rest)


def _aside(reply: Reply) -> Command:
    return lambda talk, rest: commands.aside(talk, reply)


COMMANDS: dict[Verb, Command] = {
    Verb.HELO: _hello(Verb.HELO),
    Verb.EHLO: _hello(Verb.EHLO),
    Verb.LHLO: _hello(Verb.LHLO),
    Verb.MAIL: commands.mail,
    Verb.RCPT: commands.rcpt,
    Verb.DATA: data,
    Verb.BDAT: bdat,
    Verb.RSET: commands.rset,
    Verb.NOOP: _aside(replies.OK),
    Verb.VRFY: _aside(replies.CANNOT_VRFY),
    Verb.EXPN: _aside(replies.NOT_IMPLEMENTED),
    Verb.HELP: _aside(replies.HELP),
    Verb.QUIT: commands.quit_,
    Verb.STARTTLS: commands.starttls,
    Verb.AUTH: auth,
}


class SmtpServer:
    """One session. Feed it bytes, answer what it asks, send what it says."""

    def __init__(
        self,
        *,
        hostname: str,
        dialect: Dialect,
        limits: Limits,
        offer: Offer,
        nonce: NonceSource = token_urlsafe,
    ) -> None:
        self._talk = Talk(hostname, dialect, limits, offer, nonce)

    @property
    def dialect(self) -> Dialect:
        """Return what is spoken here."""
        return self._talk.dialect

    @property
    def closed(self) -> bool:
        """Tell whether the last reply has been queued."""
        return self._talk.state is State.CLOSED

    @property
    def awaits_tls(self) -> bool:
        """Tell whether a handshake comes next, and then `secured`."""
        return self._talk.state is State.TLS

    @property
    def errors(self) -> int:
        """Return how many commands were answered 5xx, over the whole session."""
        return self._talk.errors_in_all

    @property
    def transactions(self) -> int:
        """Return how many times MAIL came."""
        return self._talk.transactions

    @property
    def pipelined(self) -> bool:
        """Tell whether commands ever came before the reply to the one before."""
        return self._talk.pipelined

    def offer(self, offer: Offer) -> None:
        """Change what EHLO promises from now on."""
        self._talk.offer = offer

    def greet(self) -> None:
        """Queue the 220. What was said before it is read with the next `receive`."""
        talk = self._talk
        talk.say(replies.greeting(talk.hostname, talk.dialect.value))
        talk.state = State.NEW

    def close(self, reply: Reply) -> None:
        """Queue a last reply on the caller's own account; nothing more is heard."""
        self._talk.shut(reply)

    def answer(self, *given: Reply) -> None:
        """Answer the event in hand, once; nothing given means yes, where it may."""
        self._talk.answer(given)

    def give_salt(self, salt: bytes, iterations: int) -> None:
        """Answer `ScramAsked`."""
        self.answer(continuation(self._scram().salted(salt, iterations)))

    def give_signature(self, signature: bytes) -> None:
        """Answer a good `ScramProof`; `ScramDone` follows when the client nods."""
        self.answer(continuation(self._scram().signed(signature)))

    def to_send(self) -> bytes:
        """Return all replies queued since the last call, joined."""
        return self._talk.drain()

    def secured(self, binding: TlsBinding | None) -> None:
        """The handshake is done: everything said before is forgotten."""
        self._talk.begin_tls(binding)

    def receive(self, data: bytes) -> Iterator[Event]:
        """Yield what these bytes mean, in order, as far as they are whole."""
        talk = self._talk
        if talk.deaf:
            return
        talk.lines.feed(data)
        if talk.state is State.SILENT:
            yield from self._before_greeting(len(talk.lines) == len(data))
            return
        with suppress(HungUp):
            yield from self._read()
        if self.closed:
            yield Closing(talk.last or replies.BYE)

    def _read(self) -> Iterator[Event]:
        talk = self._talk
        waiting, left = -1, len(talk.lines)
        while left and left != waiting and not talk.deaf:
            yield from self._next()
            if talk.tiresome:
                yield from talk.dismiss()
            waiting, left = left, len(talk.lines)

    def _before_greeting(self, first: bool) -> Iterator[Event]:
        if first:
            yield EarlyTalker()
        if len(self._talk.lines) > self._talk.limits.command_line:
            self._talk.shut(replies.OUT_OF_STEP)
            yield Closing(replies.OUT_OF_STEP)

    def _next(self) -> Iterator[Event]:
        """Return what the next piece means; nothing where it is not whole yet."""
        talk = self._talk
        if talk.state is State.DATA:
            return take_dotted(talk)
        if talk.state is State.CHUNK:
            return take_chunk(talk)
        try:
            line = talk.lines.pop()
        except LineTooLong:
            return self._too_long()
        except BareNewline:
            talk.shut(replies.BARE_NEWLINE_IN_COMMAND)
            return iter(())
        if line is None:
            return iter(())
        if talk.state is State.AUTH:
            return dialogue(talk, line)
        return self._command(line)

    def _command(self, line: bytes) -> Iterator[Event]:
        talk = self._talk
        word, _, rest = line.partition(b" ")
        verb = VERBS.get(word.upper())
        if talk.lines:
            talk.pipelined = True
        if talk.must_wait and verb is not Verb.QUIT:
            talk.shut(replies.OUT_OF_STEP)
        elif verb is None:
            yield from self._unknown(word.upper())
        elif verb is Verb.BDAT:  # its octets follow, whatever is wrong with it
            yield from bdat(talk, rest.rstrip(b" "))
        elif b"\0" in line:
            yield from talk.refuse(verb, replies.NUL_IN_COMMAND)
        elif (talk.state, verb) not in NEXT:
            talk.must_wait = verb is Verb.DATA  # its content may follow
            yield from talk.refuse(verb, replies.OUT_OF_ORDER)
        else:
            yield from COMMANDS[verb](talk, rest.rstrip(b" "))

    def _unknown(self, word: bytes) -> Iterator[Event]:
        talk = self._talk
        if talk.state is State.NEW and word in FOREIGN:
            talk.shut(replies.NOT_SMTP)
        else:
            talk.say(replies.UNKNOWN)
        yield Unknown()

    def _too_long(self) -> Iterator[Event]:
        if self._talk.state is State.AUTH:
            return fail(self._talk, replies.RESPONSE_TOO_LONG)
        self._talk.say(replies.LINE_TOO_LONG)
        return iter((Unknown(),))

    def _scram(self) -> Scram:
        exchange = self._talk.exchange
        if not isinstance(exchange, Scram):
            raise OutOfTurn
        return exchange
