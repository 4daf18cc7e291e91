"""A transaction under way: what is said, and what becomes of each recipient.

What may be said is written down once, in `_script`. Where PIPELINING is offered it is
said in one breath; where not, each line waits for the answer to the one before, and by
then the script knows whether there is any use in going on. RFC 2920 §3.1
"""

from collections import deque
from collections.abc import Iterator
from functools import partial

from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client.commands import mail, needs_utf8, rcpt
from glassine.wire.smtp.client.content import Content, Dotted, chunk
from glassine.wire.smtp.client.events import (
    ClientEvent,
    ContentWanted,
    Finished,
    Result,
)
from glassine.wire.smtp.client.faults import NotSmtp
from glassine.wire.smtp.client.needs import lacking
from glassine.wire.smtp.client.replies import Reply
from glassine.wire.smtp.client.talk import Dialect, Line, State, Talk
from glassine.wire.smtp.client.transaction import Transaction
from glassine.wire.smtp.phase import Phase


class Errand:
    """One transaction on one connection."""

    def __init__(
        self, talk: Talk, transaction: Transaction, *, rehearsal: bool = False
    ) -> None:
        self._talk = talk
        self._rehearsal = rehearsal
        self._transaction = transaction
        self._results: list[Result | None] = [
            None if why is None else Result(why, Phase.MAIL)
            for why in lacking(transaction, talk.extensions)
        ]
        self._asked = [i for i, result in enumerate(self._results) if result is None]
        self._open = len(self._asked)  # how many have no outcome yet
        self._accepted: list[int] = []
        self._lines = self._script()
        self._chunks: deque[Line] = deque()
        self._content: Content | None = None
        self._chunked = False
        self._ended = False
        self._held_open = talk.must_reset  # RSET or a message's end ends it over there

    @property
    def settled(self) -> bool:
        """Tell whether it is known what became of every recipient."""
        return not self._open

    @property
    def phase(self) -> Phase:
        """Return how far it has come."""
        return Phase.DOT if self._ended else self._talk.phase

    @property
    def in_content(self) -> bool:
        """Tell whether all that is said now would be part of the message."""
        return self._content is not None and not self._chunked and not self._ended

    def finished(self) -> Finished:
        """Return what became of each recipient; nothing, of those still open."""
        self._talk.must_reset = self._held_open
        silent = Result(None, self.phase)
        return Finished(tuple(result or silent for result in self._results))

    def fail(self, answer: Answer, phase: Phase) -> None:
        """Let this be the last word on all whose outcome is open."""
        for index in self._asked:
            self._settle(index, answer, phase)

    def _settle(self, index: int, answer: Answer, phase: Phase) -> None:
        if self._results[index] is None:  # what was said first counts
            self._results[index] = Result(answer, phase)
            self._open -= 1

    def speak(self) -> None:
        """Say what may be said now."""
        talk = self._talk
        while talk.extensions.pipelining or not talk.waiting:
            line = next(self._lines, None) or self._next_chunk()
            if line is None:
                return
            talk.say(line)

    def go_on(self) -> Iterator[ClientEvent]:
        """Say what may be said now, and tell what comes next if nothing is owed us."""
        self.speak()
        if self._talk.waiting or self.settled or self._content is not None:
            return
        self._talk.phase = Phase.DATA
        self._chunked = True
        yield self._want(Content(chunk, binary=self._transaction.binary))

    # The message itself

    def take(self, run: bytes) -> None:
        """Say as much of the message as may go now."""
        if self._content is not None and not self._ended:
            self._say_piece(self._content.take(run))

    def end(self) -> None:
        """Say the rest of the message, and its end in the same piece."""
        if self._content is None or self._ended:
            return
        piece = self._content.end()
        each = self._talk.dialect is Dialect.LMTP  # RFC 2033 §4.2
        times = len(self._accepted) if each else 1
        line = Line(piece, Phase.DOT, self._end_heard, times=times)
        self._ended = True
        if self._chunked:
            self._chunks.append(line)
            self.speak()
        else:
            self._talk.say(line)

    def _say_piece(self, piece: bytes) -> None:
        if not piece:
            return
        if self._chunked:
            self._chunks.append(Line(piece, Phase.DATA, self._chunk_heard))
            self.speak()
        else:
            self._talk.add(piece)

    def _next_chunk(self) -> Line | None:
        return self._chunks.popleft() if self._chunks else None

    # What is said before the message, and heard

    def _script(self) -> Iterator[Line]:
        transaction, offered = self._transaction, self._talk.extensions
        if self._held_open:
            yield Line(b"RSET\r\n", Phase.MAIL, self._reset_heard)
        said = mail(transaction, offered) + b"\r\n"
        yield Line(said, Phase.MAIL, self._mail_heard)
        utf8 = needs_utf8(transaction, offered)
        for index in self._asked:
            if self.settled:
                return
            said = rcpt(transaction.recipients[index], offered, utf8=utf8) + b"\r\n"
            yield Line(said, Phase.RCPT, partial(self._rcpt_heard, index))
        # Where nothing may be pipelined, neither may chunks: DATA is simpler then.
        by_chunks = offered.chunking and (offered.pipelining or transaction.binary)
        if not (self.settled or by_chunks or self._rehearsal):
            yield Line(b"DATA\r\n", Phase.DATA, self._data_heard, kinds=(3,))

    def _reset_heard(self, reply: Reply) -> Iterator[ClientEvent]:
        if reply.kind != 2:  # MAIL would be answered for what is past
            raise NotSmtp
        self._held_open = False
        yield from ()

    def _mail_heard(self, reply: Reply) -> Iterator[ClientEvent]:
        if reply.kind == 2:
            self._held_open = True
        else:
            self.fail(reply.answer(), Phase.MAIL)
        yield from ()

    def _rcpt_heard(self, index: int, reply: Reply) -> Iterator[ClientEvent]:
        if reply.kind == 2 and not self._rehearsal:
            self._accepted.append(index)
        else:
            self._settle(index, reply.answer(), Phase.RCPT)
        yield from ()

    def _data_heard(self, reply: Reply) -> Iterator[ClientEvent]:
        if reply.kind != 3:
            self.fail(reply.answer(), Phase.DATA)
        elif self.settled:
            self._end_nothing()
        else:
            yield self._want(Content(Dotted(), binary=False))

    def _want(self, content: Content) -> ContentWanted:
        self._content = content
        return ContentWanted()

    def _end_nothing(self) -> None:
        """Everybody was refused, and still it wants the message. RFC 2920 §3.1"""
        self._held_open = False
        if self._talk.dialect is Dialect.LMTP:  # who can say how many replies come?
            self._talk.add(b".\r\n")
            self._talk.state = State.SPOILT
        else:
            self._talk.say(Line(b".\r\n", Phase.DOT, _nothing_heard))

    def _chunk_heard(self, reply: Reply) -> Iterator[ClientEvent]:
        if reply.kind != 2:  # what further replies stand for, nobody can say
            self.fail(reply.answer(), Phase.DATA)
            self._talk.state = State.SPOILT
        yield from ()

    def _end_heard(self, reply: Reply) -> Iterator[ClientEvent]:
        """Take the answer for all who were accepted; in LMTP, for the next of them."""
        self._held_open = False
        if self._talk.dialect is Dialect.SMTP:
            self.fail(reply.answer(), Phase.DOT)
        else:
            self._settle(self._accepted.pop(0), reply.answer(), Phase.DOT)
        yield from ()


def _nothing_heard(reply: Reply) -> Iterator[ClientEvent]:
    yield from ()
