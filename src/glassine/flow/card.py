"""What a sealed row says of one message: all that IMAP asks without opening it.

A card is content. It exists in clear only between opening and sealing, has no text
form worth printing, and is encoded as MessagePack so that another reader can follow
`docs/box.md`.
"""

from typing import Self

import msgspec

from glassine.mail.structure import HeaderEnvelope, Part
from glassine.words.clock import Milliseconds
from glassine.words.private import Key, Message, Private


class Marks(msgspec.Struct, frozen=True, array_like=True):
    """The head of a card: what lists and searches ask of every message at once."""

    flags: frozenset[str]  # system flags, as \\Seen
    keywords: frozenset[str]
    size: int  # octets of prefix and message
    arrived: int  # milliseconds since the epoch; IMAP's INTERNALDATE

    def __repr__(self) -> str:
        return "<Marks>"

    @property
    def moment(self) -> Milliseconds:
        """When it arrived."""
        return Milliseconds(self.arrived)


class Card(msgspec.Struct, frozen=True, array_like=True):
    """One message as one account has it. Offsets count from the message's first octet.

    What a client sees is `prefix + message`: the prefix holds the trace header
    fields, which were added without rewriting the message. The first four fields are
    those of `Marks`, which is read without the rest.
    """

    flags: frozenset[str]
    keywords: frozenset[str]
    size: int
    arrived: int
    message_key: bytes
    prefix: bytes
    root: Part
    envelope: HeaderEnvelope
    preview: str
    taught: str = ""  # ham or spam, as the classifier has learnt it; or neither

    def __repr__(self) -> str:
        return "<Card>"

    @property
    def marks(self) -> Marks:
        """Its head."""
        return Marks(self.flags, self.keywords, self.size, self.arrived)

    def key(self) -> Key:
        """Return the message key as a private word."""
        return Key(self.message_key)

    def flagged(self, flags: frozenset[str], keywords: frozenset[str]) -> Self:
        """Return the card with these flags in place of its own."""
        return msgspec.structs.replace(self, flags=flags, keywords=keywords)


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Card)
_MARKS = msgspec.msgpack.Decoder(Marks)  # leaves out the elements after its own


class Unreadable(Exception):
    """An opened row is no card: it was written by a newer version."""


def encode(card: Card) -> Message:
    """Return the card's octets, to be sealed at once."""
    return Message(_ENCODER.encode(card))


def decode(content: Private) -> Card:
    """Return the card of an opened row. Raises `Unreadable`."""
    try:
        return _DECODER.decode(content.reveal())
    except msgspec.MsgspecError:
        raise Unreadable from None


def decode_marks(content: Private) -> Marks:
    """Return the head of the card alone; that takes a fraction of the time."""
    try:
        return _MARKS.decode(content.reveal())
    except msgspec.MsgspecError:
        raise Unreadable from None
