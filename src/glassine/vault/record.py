"""The record: one AEAD under a symmetric key that the record names.

Rows, wrapped message keys, folder names and the private halves in slots are all
records. What a record is for is in its context, which is authenticated and not
kept, so a record moved to another place does not open there.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from glassine.vault.suite import SUITE, TAG, Damaged, check_suite
from glassine.words.chance import Chance

_HEAD = 17  # suite, key id
_TEXT = 29  # and nonce
OVERHEAD = _TEXT + TAG


def seal(
    aead: AESGCM, key_id: bytes, content: bytes, context: bytes, random: Chance
) -> bytes:
    """Return the content sealed for this context."""
    head, nonce = SUITE + key_id, random(12)
    return head + nonce + aead.encrypt(nonce, content, head + context)


def open_(aead: AESGCM, sealed: bytes, context: bytes) -> bytes:
    """Return the content that was sealed for this context, or raise `Damaged`."""
    check_suite(sealed)
    try:
        return aead.decrypt(
            sealed[_HEAD:_TEXT], sealed[_TEXT:], sealed[:_HEAD] + context
        )
    except (InvalidTag, ValueError):  # a nonce cut short is a ValueError
        raise Damaged from None


def key_id(sealed: bytes) -> bytes:
    """Return the id of the key that opens this record."""
    check_suite(sealed)
    if len(sealed) < OVERHEAD:
        raise Damaged
    return sealed[1:_HEAD]


def new_id(random: Chance = os.urandom) -> bytes:
    """Return a new id; ids say nothing of what they name."""
    return random(16)
