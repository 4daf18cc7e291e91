"""Words to numbers that tell nothing of them, a whole message's at once.

AES is a keyed permutation of blocks of 16 octets. Whoever lays one word in each block
and keeps half of what comes out has a keyed digest of it, for a hundredth of what an
HMAC of each would cost. No block is ever deciphered, so nothing is sealed by this.
"""

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from glassine.words.private import Key, Private

BLOCK = 16


class TokenKey:
    """The key under which the classifier knows words."""

    def __init__(self, key: Key) -> None:
        # Equal words must become equal numbers: that is what ECB is.
        self._cipher = Cipher(AES(key.reveal()), ECB())  # noqa: S305

    def blind(self, blocks: Private) -> bytes:
        """Return each block of 16 octets as 16 others; on any thread, at any time."""
        # An encryptor is of one thread: another that uses it meanwhile is refused.
        return self._cipher.encryptor().update(blocks.reveal())
