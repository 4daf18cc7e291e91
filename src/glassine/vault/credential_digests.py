"""Names for credentials that were right a moment ago.

A client opens ten connections with one password; nine of them need not pay for
Argon2. What the cache remembers is a digest, under a key that dies with the process.
"""

import os

from glassine.vault.derive import digest
from glassine.words.chance import Chance
from glassine.words.private import Key, Password


class CredentialDigests:
    """Names the credentials that one process has seen."""

    def __init__(self, random: Chance = os.urandom) -> None:
        self._key = Key(random(32))

    def digest(self, account_id: bytes, credential: Password) -> bytes:
        """Return the name of this account's credential; outside it means nothing."""
        return digest(self._key, account_id + credential.reveal())
