"""A load: one message on its way to one destination, with all its recipients there.

The rows of the queue are one a recipient; what goes to the same place goes in one
transaction. A load is opened with the spool key when its turn has come, and forgotten
after the try.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from glassine.words.envelope import Recipient, Sender
from glassine.words.private import Message
from glassine.words.public import QueueId, Size, TransactionId


@dataclass(frozen=True, slots=True)
class Addressed:
    """One recipient of a load, and the row of the queue that stands for it."""

    row: QueueId
    recipient: Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one transaction is to carry.

    `content` opens the message anew at each call, in runs of at most 64 KiB, the
    prefix of header fields first; lines end with CR LF. It raises `Damaged` and
    `StoreError`.
    """

    transaction: TransactionId
    sender: Sender
    addressed: tuple[Addressed, ...]
    content: Callable[[], Iterator[Message]]
    size: Size
    eight_bit: bool  # whether any octet of it is beyond ASCII
    binary: bool  # whether it holds lone CR or LF, NUL, or overlong lines. RFC 3030
    utf8_header: bool  # whether it cannot be told without SMTPUTF8. RFC 6531
    require_tls: bool  # RFC 8689
