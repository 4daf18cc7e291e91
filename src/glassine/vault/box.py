"""The message box: a message sealed once, in chunks, under a key of its own.

Chunks let a message of 50 MB pass through in little memory, and let a reader open
one part of it and leave the rest alone. The number of a chunk is its nonce, and
the last one says so: nothing can be moved, repeated or cut off unseen.
"""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from glassine.vault.suite import SUITE, TAG, Damaged, label
from glassine.words.chance import Chance
from glassine.words.private import Key

CHUNK = 65_536
SEALED_CHUNK = CHUNK + TAG
CONTEXT = label(b"box")


def new_message_key(random: Chance = os.urandom) -> Key:
    """Return a key that is to seal one box and nothing else."""
    return Key(random(32))


def nonce(number: int, last: bool) -> bytes:
    """Return the nonce of a chunk: its number, and whether it is the last."""
    return (number << 8 | last).to_bytes(12, "big")


def sealed_size(plain: int) -> int:
    """Return how long the box of a message of this length is."""
    return 1 + plain + TAG * max(1, -(-plain // CHUNK))


def plain_size(sealed: int) -> int:
    """Return how long the message in a box of this length is, or raise `Damaged`."""
    plain = sealed - 1 - TAG * max(1, -(-(sealed - 1) // SEALED_CHUNK))
    if plain < 0 or sealed_size(plain) != sealed:
        raise Damaged
    return plain


class Sealer:
    """Seals one message as it comes in; holds back one chunk at most."""

    def __init__(self, key: Key) -> None:
        self._aead = AESGCM(key.reveal())
        self._ready = [SUITE]
        self._pending = bytearray()
        self._number = 0

    def update(self, data: bytes) -> bytes:
        """Take more of the message; return what of the box is ready."""
        self._pending += data
        if len(self._pending) > CHUNK:
            self._seal_full_chunks()
        return self._take()

    def finish(self) -> bytes:
        """Return the rest of the box. The sealer is of no further use."""
        self._seal(self._pending, last=True)
        return self._take()

    def _seal_full_chunks(self) -> None:
        # A full chunk may yet be the last one, so it waits until more has come.
        full = (len(self._pending) - 1) // CHUNK * CHUNK
        with memoryview(self._pending) as pending:
            for start in range(0, full, CHUNK):
                self._seal(pending[start : start + CHUNK], last=False)
        del self._pending[:full]

    def _seal(self, chunk: bytearray | memoryview, *, last: bool) -> None:
        sealed = self._aead.encrypt(nonce(self._number, last), chunk, CONTEXT)
        self._ready.append(sealed)
        self._number += 1

    def _take(self) -> bytes:
        ready, self._ready = b"".join(self._ready), []
        return ready


def seal(key: Key, message: bytes) -> bytes:
    """Return the whole box of a message that is already at hand."""
    sealer = Sealer(key)
    return sealer.update(message) + sealer.finish()
