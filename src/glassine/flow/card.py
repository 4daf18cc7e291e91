"""What a sealed row says of one message: all that IMAP asks without opening it.

A card is content. It exists in clear only between opening and sealing, has no text
form worth printing, and is encoded as MessagePack so that another reader can follow
`docs/box.md`.
"""

from typing import Self

import msgspec

from glassine.mail.structure import HeaderEnvelope, Part
from glassine.words.private import Key, Message, Private


class Card(msgspec.Struct, frozen=True, array_like=True):
    """One message as one account has it. Offsets count from the message's first octet.

    What a client sees is `prefix + message`: the prefix holds the trace header
    fields, which were added without rewriting the message.
    """

    message_key: bytes
    prefix: bytes
    size: int  # octets of prefix and message
    arrived: int  # milliseconds since the epoch; IMAP's INTERNALDATE
    root: Part
    envelope: HeaderEnvelope
    preview: str
    flags: frozenset[str] = frozenset()  # system flags, as \Seen
    keywords: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return "<Card>"

    def key(self) -> Key:
        """Return the message key as a private word."""
        return Key(self.message_key)

    def flagged(self, flags: frozenset[str], keywords: frozenset[str]) -> Self:
        """Return the card with these flags in place of its own."""
        return msgspec.structs.replace(self, flags=flags, keywords=keywords)


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Card)


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
