"""Open what is to be sent: rows of one transaction and destination become loads.

Only here, and while a try lasts, can mail for elsewhere be read. What cannot be opened
is told apart from the rest, so that it holds nothing else up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

import msgspec

from glassine.flow.queueing import Spooled
from glassine.flow.sending.desk import SendingDesk
from glassine.flow.sending.load import Addressed, Load
from glassine.store.api.blobs import BlobReader
from glassine.store.api.ids import BlobId, BlobLost, Missing
from glassine.store.api.queue import Queueing
from glassine.vault.box import CHUNK
from glassine.vault.opener import Opener
from glassine.vault.suite import Damaged, UnknownSuite
from glassine.words.private import Key, Message
from glassine.words.public import QueueId, ReversePath, Size

RECIPIENTS = 100  # of one load; every server takes so many. RFC 5321 §4.5.3.1.8

_decoder = msgspec.msgpack.Decoder(Spooled)

_Kin: TypeAlias = tuple[BlobId, ReversePath, bytes, bytes]
"""What rows must share to go in one transaction: blob, sender, prefix and key."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A load, the rows it carries, and what was sealed in them. `close` it."""

    load: Load
    rows: tuple[Queueing, ...]
    spooled: Mapping[QueueId, Spooled]
    blob: BlobReader

    def close(self) -> None:
        """Let go of the message."""
        self.blob.close()


async def open_rows(
    desk: SendingDesk, rows: Sequence[Queueing]
) -> tuple[list[Opened], list[Queueing]]:
    """Return the loads of these rows, and the rows that cannot be opened.

    The rows are of one transaction. Raises `StoreError`.
    """
    alike: dict[_Kin, list[tuple[Queueing, Spooled]]] = {}
    shut = []
    for row in rows:
        spooled = unsealed(desk, row)
        if spooled is None:
            shut.append(row)
            continue
        kin = row.blob, spooled.sender.path, spooled.prefix, spooled.message_key
        alike.setdefault(kin, []).append((row, spooled))
    opened = []
    for group in alike.values():
        for start in range(0, len(group), RECIPIENTS):
            portion = group[start : start + RECIPIENTS]
            try:
                opened.append(await _opened(desk, portion))
            except (Damaged, UnknownSuite, Missing, BlobLost):
                shut += [row for row, _ in portion]
    return opened, shut


def unsealed(desk: SendingDesk, row: Queueing) -> Spooled | None:
    """Return what a row holds under the spool key; None where it does not open."""
    try:
        opened = desk.server_key.open_queued(row.sealed, row.blob, row.id)
        return _decoder.decode(opened.reveal())
    except (Damaged, UnknownSuite, msgspec.MsgspecError):
        return None


async def _opened(
    desk: SendingDesk, portion: Sequence[tuple[Queueing, Spooled]]
) -> Opened:
    """Return one load. Raises `Damaged`, `UnknownSuite`, `StoreError`."""
    first, spooled = portion[0]
    blob = await desk.store.look(lambda books: books.blobs.open(first.blob))
    try:
        opener = Opener(Key(spooled.message_key), blob.read, blob.size)
    except (Damaged, UnknownSuite):
        blob.close()
        raise
    load = Load(
        transaction=first.transaction,
        sender=spooled.sender,
        addressed=tuple(_addressed(row, each) for row, each in portion),
        content=partial(_content, spooled.prefix, opener),
        size=Size(len(spooled.prefix) + opener.size),
        eight_bit=spooled.eight_bit,
        binary=spooled.binary,
        utf8_header=spooled.utf8_header,
        require_tls=spooled.sender.require_tls,
    )
    rows = tuple(row for row, _ in portion)
    return Opened(load, rows, {row.id: each for row, each in portion}, blob)


def _addressed(row: Queueing, spooled: Spooled) -> Addressed:
    """Return where it goes, which an alias may have changed, with what was asked."""
    return Addressed(row.id, replace(spooled.recipient, path=row.recipient))


def _content(prefix: bytes, opener: Opener) -> Iterator[Message]:
    """Yield the message; where both fit in one run, the prefix goes with it."""
    if len(prefix) + opener.size <= CHUNK:
        yield Message(prefix + opener.whole().reveal())
        return
    yield Message(prefix)
    yield from opener.chunks()
