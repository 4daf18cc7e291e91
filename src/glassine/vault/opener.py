"""Opens a message box: the whole, chunk by chunk, or any range of it.

It asks for the bytes that it needs and for no others, so one attachment of a
large message costs that attachment.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from glassine.vault.box import CHUNK, CONTEXT, SEALED_CHUNK, nonce, plain_size
from glassine.vault.suite import Damaged, check_suite
from glassine.words.private import Key, Message

Read: TypeAlias = Callable[[int, int], bytes]
"""`read(offset, length)` of the sealed bytes."""


class Opener:
    """One box to be read. `size` is the length of the message in it."""

    def __init__(self, key: Key, read: Read, sealed_size: int) -> None:
        self.size = plain_size(sealed_size)
        self._aead = AESGCM(key.reveal())
        self._read = read
        self._last = max(0, self.size - 1) // CHUNK
        check_suite(read(0, 1))

    def whole(self) -> Message:
        """Return the message."""
        return Message(b"".join(self._chunks(0, self._last)))

    def chunks(self) -> Iterator[Message]:
        """Yield the message in runs of 64 KiB, each proven before it is given."""
        return map(Message, self._chunks(0, self._last))

    def range(self, start: int, end: int) -> Message:
        """Return the bytes [start, end) of the message, as far as there are any."""
        start, end = max(0, start), min(end, self.size)
        if start >= end:
            return Message(b"")
        first = start // CHUNK
        opened = b"".join(self._chunks(first, (end - 1) // CHUNK))
        return Message(opened[start - first * CHUNK : end - first * CHUNK])

    def _chunks(self, first: int, last: int) -> Iterator[bytes]:
        return map(self._chunk, range(first, last + 1))

    def _chunk(self, number: int) -> bytes:
        last = number == self._last
        left = self.size - number * CHUNK
        length = left + SEALED_CHUNK - CHUNK if last else SEALED_CHUNK
        sealed = self._read(1 + number * SEALED_CHUNK, length)
        try:
            return self._aead.decrypt(nonce(number, last), sealed, CONTEXT)
        except InvalidTag:
            raise Damaged from None


def open_box(key: Key, box: bytes) -> Message:
    """Return the message of a box that is already at hand."""
    with memoryview(box) as view:
        return Opener(key, lambda at, n: bytes(view[at : at + n]), len(box)).whole()
