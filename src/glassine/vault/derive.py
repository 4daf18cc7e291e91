"""Keys that follow from other keys. HKDF and HMAC with SHA-256, RFC 5869."""

import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from glassine.words.private import Key

KEY = 32


def derive(
    secret: bytes, info: bytes, *, salt: bytes | None = None, length: int = KEY
) -> bytes:
    """Return the key that `info` names among those of this secret."""
    return HKDF(SHA256(), length, salt, info).derive(secret)


def digest(key: Key, words: bytes) -> bytes:
    """Return the keyed digest: without the key it tells nothing of the words."""
    # `hmac.digest` would let go of the interpreter, and wait to have it again.
    return hmac.new(key.reveal(), words, "sha256").digest()
