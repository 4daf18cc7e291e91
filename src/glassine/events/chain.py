"""The chain of operators' events: how a row is bound to the one before it.

`docs/chain.md` says the same in words that need no Python. Nothing here is keyed, so
that anybody can check a chain; who made it, the signatures of checkpoints say.
"""

import struct
from dataclasses import dataclass
from hashlib import sha256

from glassine.words.clock import Milliseconds

SALT = 16  # octets
ZERO = bytes(32)
"""What stands for the hash before the first row."""
_ROW = b"glassine operator row 1\n"
_RECORD = b"glassine operator record 1\n"


@dataclass(frozen=True, slots=True)
class Link:
    """One row of the chain: its place, its moment, what it commits to, its hash."""

    number: int  # from 1
    at: Milliseconds
    commitment: bytes
    hash: bytes


def commitment(salt: bytes, record: bytes) -> bytes:
    """Return what a row says of its record; without the salt it tells nothing."""
    return sha256(_RECORD + salt + record).digest()


def next_link(last: Link | None, at: Milliseconds, committed: bytes) -> Link:
    """Return the link that follows."""
    number = last.number + 1 if last else 1
    previous = last.hash if last else ZERO
    return Link(number, at, committed, link_hash(number, at, committed, previous))


def link_hash(
    number: int, at: Milliseconds, committed: bytes, previous: bytes
) -> bytes:
    """Return a row's hash, which the next row carries."""
    return sha256(_ROW + struct.pack(">QQ", number, at) + committed + previous).digest()


def follows(link: Link, last: Link | None) -> bool:
    """Tell whether a link is the one after the last."""
    return link == next_link(last, link.at, link.commitment)
