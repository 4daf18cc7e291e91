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
from glassine.wire.smtp.states import State, Verb
from glassine.wire.smtp.talk import Talk
from glassine.words.envelope import BodyType, Envelope
from glassine.words.private import Message

_CHUNK = re.compile(rb"([0-9]{1,19})(?: ([Ll][Aa][Ss][Tt]))?\Z")


def data(talk: Talk, rest: bytes) -> Iterator[Event]:
    """DATA. What follows before our 354 is content all the same, so it may come."""
    envelope = _envelope(talk)
    if rest:
        talk.must_wait = True
        yield from talk.refuse(Verb.DATA, replies.BAD_ARGUMENT)
        return
    if envelope.sender.body is BodyType.BINARY:  # RFC 3030 §3
        talk.must_wait = True
        yield from talk.refuse(Verb.DATA, replies.OUT_OF_ORDER)
        return
    (reply,) = yield from talk.ask(DataWanted(envelope), replies.GO_AHEAD)
    if reply.positive:
        talk.move(Verb.DATA)
        talk.transfer = _transfer(talk, envelope)
    else:
        talk.must_wait = True  # or the content would be taken for commands
        _end(talk)
    talk.say(reply)


def take_dotted(talk: Talk) -> Iterator[Event]:
    """Take what there is of the message, perhaps to its end."""
    transfer = _current(talk)
    text, rest = transfer.dotted.take(talk.lines.take_all())
    yield from _take(talk, transfer, text)
    if rest is None or talk.state is State.CLOSED:
        return
    talk.lines.feed(rest)
    talk.must_wait = True  # docs/decisions/002
    yield from _finish(talk, transfer)


def bdat(talk: Talk, rest: bytes) -> Iterator[Event]:
    """BDAT. Its octets follow whether we want them or not. RFC 3030 §2"""
    match = _CHUNK.match(rest)
    if match is None:  # where the octets end, nobody can say
        talk.shut(replies.BAD_CHUNK)
        yield Refused(Verb.BDAT, replies.BAD_CHUNK)
        return
    transfer = yield from _chunked(talk)
    transfer.left = transfer.chunk = int(match[1])
    transfer.last = match[2] is not None
    talk.transfer, talk.state = transfer, State.CHUNK
    yield from take_chunk(talk)


def take_chunk(talk: Talk) -> Iterator[Event]:
    """Take what there is of the chunk, perhaps to its end."""
    transfer = _current(talk)
    text = talk.lines.take(transfer.left)
    transfer.left -= len(text)
    yield from _take(talk, transfer, text)
    if transfer.left or talk.state is State.CLOSED:
        return
    if transfer.last or transfer.refusal is not None:
        yield from _finish(talk, transfer)
        return
    talk.state = State.CHUNKS
    talk.say(replies.chunk_taken(transfer.chunk))


def _chunked(talk: Talk) -> Generator[Event, None, Transfer]:
    """Return the transfer that this chunk belongs to, wanted or not."""
    if talk.state is State.CHUNKS:
        return _current(talk)
    if talk.state is not State.RCPT:
        yield Refused(Verb.BDAT, replies.OUT_OF_ORDER)
        limits = Inspector(0, 0)
        return Transfer(limits, refusal=replies.OUT_OF_ORDER, after=talk.state)
    envelope = _envelope(talk)
    transfer = _transfer(talk, envelope)
    (reply,) = yield from talk.ask(DataWanted(envelope), replies.GO_AHEAD)
    transfer.refusal = None if reply.positive else reply  # the yes is not said
    return transfer


def _take(talk: Talk, transfer: Transfer, text: bytes) -> Iterator[Event]:
    """Pass the octets on, unless they are not to be had."""
    if transfer.refusal is not None or not text:
        return
    try:
        transfer.inspector.inspect(text)
    except BareNewlineInText:
        yield from _smuggled(talk)
    except TooBig:
        yield from _give_up(transfer, replies.MESSAGE_TOO_BIG)
    except TextLineTooLong:
        yield from _give_up(transfer, replies.TEXT_LINE_TOO_LONG)
    else:
        yield Part(Message(text))


def _smuggled(talk: Talk) -> Iterator[Event]:
    """Hear nothing more: what follows may be another's command. CVE-2023-51764"""
    talk.shut(replies.BARE_NEWLINE)
    yield Abandoned(replies.BARE_NEWLINE)


def _give_up(transfer: Transfer, reply: Reply) -> Iterator[Event]:
    transfer.refusal = reply
    yield Abandoned(reply)


def _finish(talk: Talk, transfer: Transfer) -> Iterator[Event]:
    """Answer the end of the message, or of a chunk that was refused."""
    refusal = transfer.refusal
    if refusal is not None:
        talk.say(*[refusal] * _replies_wanted(talk, transfer))
        _end(talk, transfer.after)
        return
    try:
        transfer.inspector.finish()
    except BareNewlineInText:
        yield from _smuggled(talk)
        return
    arrived = Arrived(_envelope(talk), transfer.inspector.size)
    wanted = _replies_wanted(talk, transfer)
    given = yield from talk.ask(arrived, wanted=wanted)
    _end(talk)
    if any(reply.positive for reply in given):
        talk.made_progress()
    talk.say(*given)


def _replies_wanted(talk: Talk, transfer: Transfer) -> int:
    """One; in LMTP, at the message's end, one a recipient. RFC 2033 §4.2"""
    whole = transfer.last or talk.state is State.DATA
    if talk.dialect is not Dialect.LMTP or not whole or talk.envelope is None:
        return 1
    return len(talk.envelope.recipients) or 1


def _end(talk: Talk, state: State = State.READY) -> None:
    """The transfer is over, and with it the transaction if one was running."""
    talk.state, talk.transfer = state, None
    if state is State.READY:
        talk.envelope = None


def _transfer(talk: Talk, envelope: Envelope) -> Transfer:
    limits = talk.limits
    binary = envelope.sender.body is BodyType.BINARY
    return Transfer(Inspector(limits.message, limits.text_line, binary))


def _envelope(talk: Talk) -> Envelope:
    assert talk.envelope is not None  # by the table
    return talk.envelope


def _current(talk: Talk) -> Transfer:
    assert talk.transfer is not None  # by the table
    return talk.transfer
