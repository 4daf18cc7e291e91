"""The message itself: DATA, BDAT, and what its end is answered.

RFC 5321 §4.1.1.4, RFC 3030. A message refused on its way is read to its end, so
that nothing of it is ever taken for a command.
"""

import re
from collections.abc import Generator, Iterator

from glassine.wire.smtp import replies
from glassine.wire.smtp.content import (
    Inspector,
    TextLineTooLong,
    TooBig,
    Transfer,
)
from glassine.wire.smtp.events import (
    Abandoned,
    Arrived,
    DataWanted,
    Event,
    Part,
    Refused,
)
from glassine.wire.smtp.limits import Dialect
from glassine.wire.smtp.newlines import BareNewlineInText
from glassine.wire.smtp.replies import Reply
from glassine.wire.smtp.session import Session
from glassine.wire.smtp.states import State, Verb
from glassine.words.envelope import BodyType, Envelope
from glassine.words.private import Message

_CHUNK = re.compile(rb"([0-9]{1,19})(?: ([Ll][Aa][Ss][Tt]))?\Z")


def data(session: Session, rest: bytes) -> Iterator[Event]:
    """DATA. What follows before our 354 is content all the same, so it may come."""
    envelope = _envelope(session)
    if rest:
        session.must_wait = True
        yield from session.refuse(Verb.DATA, replies.BAD_ARGUMENT)
        return
    if envelope.sender.body is BodyType.BINARY:  # RFC 3030 §3
        session.must_wait = True
        yield from session.refuse(Verb.DATA, replies.OUT_OF_ORDER)
        return
    (reply,) = yield from session.ask(DataWanted(envelope), replies.GO_AHEAD)
    if reply.positive:
        session.move(Verb.DATA)
        session.transfer = _transfer(session, envelope)
    else:
        session.must_wait = True  # or the content would be taken for commands
        _end(session)
    session.say(reply)


def take_dotted(session: Session) -> Iterator[Event]:
    """Take what there is of the message, perhaps to its end."""
    transfer = _current(session)
    text, rest = transfer.dotted.take(session.lines.take_all())
    yield from _take(session, transfer, text)
    if rest is None or session.state is State.CLOSED:
        return
    session.lines.feed(rest)
    session.must_wait = True  # docs/decisions/002
    yield from _finish(session, transfer)


def bdat(session: Session, rest: bytes) -> Iterator[Event]:
    """BDAT. Its octets follow whether we want them or not. RFC 3030 §2"""
    match = _CHUNK.match(rest)
    if match is None:  # where the octets end, nobody can say
        session.shut(replies.BAD_CHUNK)
        yield Refused(Verb.BDAT, replies.BAD_CHUNK)
        return
    transfer = yield from _chunked(session)
    transfer.left = transfer.chunk = int(match[1])
    transfer.last = match[2] is not None
    session.transfer, session.state = transfer, State.CHUNK
    yield from take_chunk(session)


def take_chunk(session: Session) -> Iterator[Event]:
    """Take what there is of the chunk, perhaps to its end."""
    transfer = _current(session)
    text = session.lines.take(transfer.left)
    transfer.left -= len(text)
    yield from _take(session, transfer, text)
    if transfer.left or session.state is State.CLOSED:
        return
    if transfer.last or transfer.refusal is not None:
        yield from _finish(session, transfer)
        return
    session.state = State.CHUNKS
    session.say(replies.chunk_taken(transfer.chunk))


def _chunked(session: Session) -> Generator[Event, None, Transfer]:
    """Return the transfer that this chunk belongs to, wanted or not."""
    if session.state is State.CHUNKS:
        return _current(session)
    if session.state is not State.RCPT:
        yield Refused(Verb.BDAT, replies.OUT_OF_ORDER)
        limits = Inspector(0, 0)
        return Transfer(limits, refusal=replies.OUT_OF_ORDER, after=session.state)
    envelope = _envelope(session)
    transfer = _transfer(session, envelope)
    (reply,) = yield from session.ask(DataWanted(envelope), replies.GO_AHEAD)
    transfer.refusal = None if reply.positive else reply  # the yes is not said
    return transfer


def _take(session: Session, transfer: Transfer, text: bytes) -> Iterator[Event]:
    """Pass the octets on, unless they are not to be had."""
    if transfer.refusal is not None or not text:
        return
    try:
        transfer.inspector.inspect(text)
    except BareNewlineInText:
        yield from _smuggled(session)
    except TooBig:
        yield from _give_up(transfer, replies.MESSAGE_TOO_BIG)
    except TextLineTooLong:
        yield from _give_up(transfer, replies.TEXT_LINE_TOO_LONG)
    else:
        yield Part(Message(text))


def _smuggled(session: Session) -> Iterator[Event]:
    """Hear nothing more: what follows may be another's command. CVE-2023-51764"""
    session.shut(replies.BARE_NEWLINE)
    yield Abandoned(replies.BARE_NEWLINE)


def _give_up(transfer: Transfer, reply: Reply) -> Iterator[Event]:
    transfer.refusal = reply
    yield Abandoned(reply)


def _finish(session: Session, transfer: Transfer) -> Iterator[Event]:
    """Answer the end of the message, or of a chunk that was refused."""
    refusal = transfer.refusal
    if refusal is not None:
        session.say(*[refusal] * _replies_wanted(session, transfer))
        _end(session, transfer.after)
        return
    try:
        transfer.inspector.finish()
    except BareNewlineInText:
        yield from _smuggled(session)
        return
    arrived = Arrived(_envelope(session), transfer.inspector.size)
    wanted = _replies_wanted(session, transfer)
    given = yield from session.ask(arrived, wanted=wanted)
    _end(session)
    if any(reply.positive for reply in given):
        session.made_progress()
    session.say(*given)


def _replies_wanted(session: Session, transfer: Transfer) -> int:
    """One; in LMTP, at the message's end, one a recipient. RFC 2033 §4.2"""
    whole = transfer.last or session.state is State.DATA
    if session.dialect is not Dialect.LMTP or not whole or session.envelope is None:
        return 1
    return len(session.envelope.recipients) or 1


def _end(session: Session, state: State = State.READY) -> None:
    """The transfer is over, and with it the transaction if one was running."""
    session.state, session.transfer = state, None
    if state is State.READY:
        session.envelope = None


def _transfer(session: Session, envelope: Envelope) -> Transfer:
    limits = session.limits
    binary = envelope.sender.body is BodyType.BINARY
    return Transfer(Inspector(limits.message, limits.text_line, binary))


def _envelope(session: Session) -> Envelope:
    assert session.envelope is not None  # by the table
    return session.envelope


def _current(session: Session) -> Transfer:
    assert session.transfer is not None  # by the table
    return session.transfer
