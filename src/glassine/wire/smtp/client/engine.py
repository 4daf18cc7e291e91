"""The client side of SMTP and LMTP as bytes in, events out.

RFC 5321, RFC 2033. No sockets, no clock, no policy: to whom mail goes, over what
channel, and whether to try again is for the caller to say. Send what `to_send` returns
after each call of a verb, and after each packet received, in one write: an answer to
what has not been sent is none.
"""

from collections.abc import Iterator
from secrets import token_urlsafe

from glassine.wire.sasl.steps import NonceSource, TlsBinding
from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client import opening
from glassine.wire.smtp.client.errand import Errand
from glassine.wire.smtp.client.events import (
    ClientEvent,
    Closing,
    Finished,
    Refused,
)
from glassine.wire.smtp.client.extensions import Extensions
from glassine.wire.smtp.client.faults import Injected, NotSmtp
from glassine.wire.smtp.client.log_in import choose, log_in
from glassine.wire.smtp.client.replies import Reply
from glassine.wire.smtp.client.talk import Dialect, Line, State, Talk
from glassine.wire.smtp.client.transaction import Transaction
from glassine.wire.smtp.phase import Phase
from glassine.words.private import Message, Password
from glassine.words.public import HostName


class SmtpClient:
    """One connection. Feed it bytes, send what it says, tell it what to do next.

    A verb that is called out of turn raises `AssertionError`.
    """

    def __init__(
        self, *, dialect: Dialect, hello: HostName, nonce: NonceSource = token_urlsafe
    ) -> None:
        self._talk = Talk(dialect, hello)
        self._nonce = nonce
        self._errand: Errand | None = None
        opening.await_greeting(self._talk)

    @property
    def extensions(self) -> Extensions:
        """Return what the server offers now."""
        return self._talk.extensions

    @property
    def phase(self) -> Phase:
        """Return what is being waited for: it tells how long. RFC 5321 §4.5.3.2"""
        return self._talk.phase if self._errand is None else self._errand.phase

    @property
    def ready(self) -> bool:
        """Tell whether `begin` may come now. MAILMAX and 421 may forbid it for good."""
        most = self._talk.extensions.mails
        return self._free and (most is None or self._talk.mails < most)

    @property
    def _free(self) -> bool:
        ready = self._talk.state is State.READY and not self._talk.waiting
        return ready and self._errand is None

    @property
    def _under_way(self) -> Errand | None:
        return None if self._talk.state is State.CLOSED else self._errand

    def receive(self, data: bytes) -> Iterator[ClientEvent]:
        """Yield what these bytes mean, in order. Raises `NotSmtp`."""
        talk = self._talk
        try:
            if talk.state is State.TLS and data:
                raise Injected
            if talk.state is not State.CLOSED:
                talk.replies.feed(data)
                yield from self._read()
        except NotSmtp:
            talk.state = State.CLOSED
            raise

    def to_send(self) -> bytes:
        """Return all that is to be sent since the last call, joined."""
        return self._talk.drain()

    def start_tls(self) -> None:
        """Say STARTTLS. `TlsReady` or `Refused` follows."""
        assert self._free and self._talk.extensions.starttls
        opening.start_tls(self._talk)

    def secured(self, binding: TlsBinding | None = None) -> None:
        """The handshake is done: what was learnt before is forgotten. RFC 3207 §4.2

        EHLO is said anew, and `Ready` follows. Where TLS came before the greeting
        (RFC 8314), call it before the first `receive`.
        """
        talk = self._talk
        assert talk.state is State.TLS or talk.phase is Phase.CONNECT
        talk.start_over(binding)
        if talk.state is State.TLS:
            talk.state = State.OPENING
            opening.say_hello(talk)

    def log_in(self, user: str, password: Password, *, in_clear: bool = False) -> bool:
        """Say AUTH by the best mechanism offered; False where none may be used.

        Without TLS only where `in_clear` says that nobody listens. `LoggedIn` or
        `Refused` follows.
        """
        assert self._free
        way = choose(self._talk, user, password, self._nonce)
        if way is None or not (self._talk.secure or in_clear):
            return False
        log_in(self._talk, *way)
        return True

    def begin(self, transaction: Transaction) -> Finished | None:
        """Say MAIL and RCPT. `ContentWanted` or `Finished` follows.

        Returns `Finished` at once, and says nothing, where the server lacks what the
        message needs for any of its recipients.
        """
        return self._begin(Errand(self._talk, transaction))

    def rehearse(self, transaction: Transaction) -> Finished | None:
        """Say MAIL and RCPT, and no more: `Finished` tells what was said to each.

        Nothing is sent; as with `begin`, what need not be asked is returned at once.
        """
        return self._begin(Errand(self._talk, transaction, rehearsal=True))

    def content(self, run: Message) -> None:
        """Take the next run of the message; the last is kept back for `end`.

        Raises `BareNewlineInText` before any of a run leaves that holds CR or LF
        alone, and ever after; then close. After `Finished` it is dropped.
        """
        if (errand := self._under_way) is not None:
            errand.take(run.reveal())

    def end(self) -> None:
        """The message is whole: say its last run and its end, in one.

        Raises `BareNewlineInText` where `content` did, and where it ends in half a
        line end; then close.
        """
        if (errand := self._under_way) is not None:
            errand.end()

    def quit(self) -> None:
        """Say QUIT; `Closing` follows, if the server cares to answer.

        In the middle of a message nothing is said: close, and it will not be taken.
        """
        talk, errand = self._talk, self._errand
        if talk.state is State.CLOSED or (errand is not None and errand.in_content):
            return
        talk.state = State.SPOILT
        talk.say(Line(b"QUIT\r\n", Phase.MAIL, self._bade_farewell))

    def lost(self) -> Finished | None:
        """The connection has ended: return what was known of each recipient by then.

        None where no transaction was under way. Nothing more is heard or said.
        """
        self._talk.state = State.CLOSED
        errand, self._errand = self._errand, None
        return None if errand is None else errand.finished()

    def _begin(self, errand: Errand) -> Finished | None:
        assert self.ready
        if errand.settled:
            return errand.finished()
        self._talk.mails += 1
        self._errand = errand
        errand.speak()
        return None

    # What is heard

    def _read(self) -> Iterator[ClientEvent]:
        talk = self._talk
        while (reply := talk.replies.pop()) is not None:
            yield from self._hear(reply)
            if talk.state is State.CLOSED:
                return

    def _hear(self, reply: Reply) -> Iterator[ClientEvent]:
        talk, errand = self._talk, self._errand
        line = talk.answered()
        if reply.code == 421 or (line is None and reply.kind > 3):
            yield from self._hung_up(line, reply.answer())
            return
        if line is None and talk.state is State.SPOILT:
            return
        if line is None or reply.kind not in (*line.kinds, 4, 5):
            raise NotSmtp
        yield from line.heard(reply)
        talk.await_next()
        if errand is not None:
            yield from errand.go_on()
            yield from self._finished(errand)

    def _finished(self, errand: Errand) -> Iterator[ClientEvent]:
        spoilt = self._talk.state is State.SPOILT
        if errand.settled and (spoilt or not self._talk.waiting):
            self._errand = None
            yield errand.finished()

    def _hung_up(self, line: Line | None, answer: Answer) -> Iterator[ClientEvent]:
        """Take 421, or a no that nobody asked for, as the last word. RFC 5321 §3.8"""
        talk, errand = self._talk, self._errand
        asked = line is not None and line.phase in (Phase.STARTTLS, Phase.AUTH)
        refused = asked or talk.state is State.OPENING
        talk.state, self._errand = State.CLOSED, None
        if errand is not None:
            errand.fail(answer, errand.phase)
            yield errand.finished()
        elif refused:
            yield Refused(answer, talk.phase)
        yield Closing(answer)

    def _bade_farewell(self, reply: Reply) -> Iterator[ClientEvent]:
        self._talk.state = State.CLOSED
        yield Closing(reply.answer())
