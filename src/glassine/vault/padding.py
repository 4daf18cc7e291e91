"""Padding, so that the length of what is sealed says little of what it is."""

from glassine.vault.suite import Damaged

_STEP = 512
_LENGTH = 4


def padded_size(size: int) -> int:
    """Return the size in steps of 512 bytes, or of up to an eighth where larger."""
    step = max(_STEP, 1 << max(0, size.bit_length() - 4))
    return -(-size // step) * step


def pad(content: bytes) -> bytes:
    """Return the content with its length before it and zeros after it."""
    padded = len(content).to_bytes(_LENGTH, "big") + content
    return padded.ljust(padded_size(len(padded)), b"\0")


def unpad(padded: bytes) -> bytes:
    """Return the content, or raise `Damaged` where its length cannot be."""
    end = _LENGTH + int.from_bytes(padded[:_LENGTH], "big")
    if len(padded) < _LENGTH or end > len(padded):
        raise Damaged
    return padded[_LENGTH:end]
