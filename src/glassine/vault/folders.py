"""Folder names: sealed for reading, and a keyed digest for looking them up.

Both keys follow from the account's private half, so only a session can name or
find a folder; the store sees neither name nor which names are alike.
"""

import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from glassine.vault import record
from glassine.vault.account_keys import seed_of
from glassine.vault.derive import derive, digest
from glassine.vault.padding import pad, unpad
from glassine.vault.suite import label
from glassine.words.chance import Chance
from glassine.words.private import Key, Text

_NAME = label(b"folder name")


class Folders:
    """Seals, opens and looks up the folder names of one account."""

    __slots__ = ("_account_id", "_aead", "_digests", "_random")

    def __init__(
        self, account_id: bytes, private_half: Key, random: Chance = os.urandom
    ) -> None:
        seed = seed_of(private_half)
        self._account_id = account_id
        self._aead = AESGCM(derive(seed, label(b"folder names")))
        self._digests = Key(derive(seed, label(b"folder digests")))
        self._random = random

    def seal(self, name: Text, folder_id: bytes) -> bytes:
        """Return the name sealed for this folder."""
        padded, context = pad(name.reveal()), _NAME + self._account_id + folder_id
        return record.seal(self._aead, self._account_id, padded, context, self._random)

    def open(self, sealed: bytes, folder_id: bytes) -> Text:
        """Return the folder's name, or raise `Damaged`."""
        context = _NAME + self._account_id + folder_id
        return Text(unpad(record.open_(self._aead, sealed, context)))

    def digest(self, name: Text) -> bytes:
        """Return the 32 bytes that the name is looked up by."""
        return digest(self._digests, name.reveal())
