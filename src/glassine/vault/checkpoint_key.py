"""The key that signs checkpoints: Ed25519, RFC 8032. Its public half is printed."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from glassine.words.private import Key


class CheckpointKey:
    """Signs what the operators' log came to on a day."""

    def __init__(self, seed: Key) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed.reveal())
        self.public = self._private.public_key().public_bytes_raw()

    def sign(self, statement: bytes) -> bytes:
        """Return the signature of a statement."""
        return self._private.sign(statement)


def is_signed(public: bytes, statement: bytes, signature: bytes) -> bool:
    """Tell whether the holder of the private half signed this statement."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True
