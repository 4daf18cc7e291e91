"""A day key: sealing to an account without paying for its public key each time.

HPKE costs about 100 µs, an AES key wrap about 3. So a process draws a symmetric
key for an account, seals that to the account once, and uses it for a day. Whoever
takes the process's memory learns a day's keys, and nothing that came before.
"""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from glassine.vault import record
from glassine.vault.account_keys import PrivateHalf, PublicHalf
from glassine.vault.padding import pad, unpad
from glassine.vault.suite import Damaged, label
from glassine.words.chance import Chance
from glassine.words.private import Key, Private

MESSAGE_ROW = b"message"

_DAY_KEY = label(b"day key")
_MESSAGE_KEY = label(b"message key")
_ROW = label(b"row")


class RowContent(Private):
    """What a session needs of a message without opening it."""


class DayKey:
    """A day key at work. Store `sealed` under `id` with the first thing it seals."""

    __slots__ = ("_account_id", "_aead", "_random", "id", "sealed", "stored")

    def __init__(
        self,
        key: Key,
        day_key_id: bytes,
        account_id: bytes,
        sealed: bytes,
        random: Chance,
    ) -> None:
        self.id = day_key_id
        self.sealed = sealed
        self.stored = False
        self._account_id = account_id
        self._aead = AESGCM(key.reveal())
        self._random = random

    def wrap(self, message_key: Key, message_id: bytes) -> bytes:
        """Return the key of a message's box, sealed for the account."""
        context = _MESSAGE_KEY + self._account_id + message_id
        return record.seal(
            self._aead, self.id, message_key.reveal(), context, self._random
        )

    def unwrap(self, wrapped: bytes, message_id: bytes) -> Key:
        """Return the key of a message's box, or raise `Damaged`."""
        context = _MESSAGE_KEY + self._account_id + message_id
        return Key(record.open_(self._aead, wrapped, context))

    def seal_row(
        self, content: Private, message_id: bytes, kind: bytes = MESSAGE_ROW
    ) -> bytes:
        """Return the row's content, padded and sealed for the account."""
        context = _ROW + self._account_id + message_id + kind
        padded = pad(content.reveal())
        return record.seal(self._aead, self.id, padded, context, self._random)

    def open_row(
        self, sealed: bytes, message_id: bytes, kind: bytes = MESSAGE_ROW
    ) -> RowContent:
        """Return the row's content, or raise `Damaged`."""
        context = _ROW + self._account_id + message_id + kind
        return RowContent(unpad(record.open_(self._aead, sealed, context)))


def new_day_key(
    account_id: bytes, public_half: bytes, random: Chance = os.urandom
) -> DayKey:
    """Return a fresh day key, sealed to the account."""
    day_key_id, key = record.new_id(random), Key(random(32))
    sealed = PublicHalf(public_half).seal(key, _DAY_KEY + account_id + day_key_id)
    return DayKey(key, day_key_id, account_id, sealed, random)


def open_day_key(
    private_half: PrivateHalf,
    account_id: bytes,
    day_key_id: bytes,
    sealed: bytes,
    random: Chance = os.urandom,
) -> DayKey:
    """Return a day key that was stored, or raise `Damaged`."""
    key = private_half.open(sealed, _DAY_KEY + account_id + day_key_id)
    if len(key) != 32:
        raise Damaged
    opened = DayKey(key, day_key_id, account_id, sealed, random)
    opened.stored = True
    return opened
