"""Checkpoints: what the operators' log came to on a day, signed, to leave the machine.

A checkpoint is six lines of text, so that it can be mailed, printed and read; who has
one can tell later that nothing before it was changed or left out. `docs/chain.md`.
"""

import base64
import binascii
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from glassine.events.chain import Link
from glassine.store.api.store import Books, Store
from glassine.vault.checkpoint_key import CheckpointKey, is_signed
from glassine.words.clock import Milliseconds
from glassine.words.public import HostName

Outlet: TypeAlias = Callable[["Checkpoint"], Awaitable[None]]
"""Where a new checkpoint goes: into a file, or by mail to who wants it."""

_FORM = re.compile(
    r"^glassine checkpoint 1\nhost: (?P<host>[A-Za-z0-9._:\[\]-]{1,255})\n"
    r"at: (?P<at>\d{1,16})\nrow: (?P<number>\d{1,16})\nhash: (?P<hash>[0-9a-f]{64})\n"
    r"signature: (?P<signature>[A-Za-z0-9+/=]{88})$",
    re.MULTILINE,
)


class NotACheckpoint(Exception):
    """The text is not a checkpoint."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One row of the chain, as it was at a moment, and our signature."""

    host: HostName
    at: Milliseconds
    number: int
    hash: bytes
    signature: bytes = b""

    def statement(self) -> bytes:
        """Return what is signed: all lines but the last."""
        return (
            f"glassine checkpoint 1\nhost: {self.host}\nat: {self.at}\n"
            f"row: {self.number}\nhash: {self.hash.hex()}\n"
        ).encode("ascii")

    def text(self) -> str:
        """Return the whole, as it is written."""
        letters = base64.b64encode(self.signature).decode("ascii")
        return f"{self.statement().decode('ascii')}signature: {letters}\n"

    def is_signed_by(self, public: bytes) -> bool:
        """Tell whether the holder of this key's private half signed it."""
        return is_signed(public, self.statement(), self.signature)

    @property
    def day(self) -> str:
        """Return its day, as in a file's name."""
        return datetime.fromtimestamp(self.at / 1000, UTC).strftime("%Y-%m-%d")


def read_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint of a text, or of a letter that holds one.

    Raises `NotACheckpoint`.
    """
    said = _FORM.search(text)
    if said is None:
        raise NotACheckpoint
    try:
        signature = base64.b64decode(said["signature"], validate=True)
    except binascii.Error:
        raise NotACheckpoint from None
    return Checkpoint(
        HostName(said["host"]),
        Milliseconds(int(said["at"])),
        int(said["number"]),
        bytes.fromhex(said["hash"]),
        signature,
    )


async def make_checkpoint(
    store: Store, key: CheckpointKey, host: HostName, now: Milliseconds
) -> Checkpoint | None:
    """Return a checkpoint of the newest row; None where nobody ever looked."""
    last = await store.read(lambda books: books.chain.last())
    if last is None:
        return None
    bare = Checkpoint(host, now, last.number, last.hash)
    return Checkpoint(host, now, last.number, last.hash, key.sign(bare.statement()))


def pruned_statement(link: Link) -> bytes:
    """Return what is signed of the last row that was pruned."""
    said = f"glassine pruned 1\nrow: {link.number}\nhash: {link.hash.hex()}\n"
    return said.encode("ascii")


def sign_beginning(books: Books, key: CheckpointKey) -> None:
    """Sign what pruning has left unsigned, in the transaction that pruned."""
    begun = books.chain.beginning()
    if begun is not None and begun.signature is None:
        signature = key.sign(pruned_statement(begun.link))
        books.chain.sign_beginning(begun.link, signature)
