"""Names of things in the store, and what can go wrong with it.

Ids are opaque: made by us, telling nothing.
"""

from typing import NewType

AccountId = NewType("AccountId", bytes)  # 16 random octets
SlotId = NewType("SlotId", bytes)  # 16 random octets
DayKeyId = NewType("DayKeyId", bytes)  # 16 random octets
BlobId = NewType("BlobId", bytes)  # 16 octets, made by the store
MailboxId = NewType("MailboxId", int)
LetterId = NewType("LetterId", bytes)  # 16 random octets: one message in one mailbox
Uid = NewType("Uid", int)  # RFC 9051 §2.3.1.1
Modseq = NewType("Modseq", int)  # RFC 7162
QueuePlace = NewType("QueuePlace", int)  # grows with each row of the queue
EventKey = NewType("EventKey", int)  # grows with each event
ChangeMark = NewType("ChangeMark", int)  # differs once something was committed

NEVER = ChangeMark(0)
"""The mark of one who has not looked yet."""


class StoreError(Exception):
    """The store could not do it; nothing of it was kept."""


class Full(StoreError):
    """The disk is full."""


class Unavailable(StoreError):
    """The database is locked, damaged or gone."""


class Damaged(Unavailable):
    """The database is damaged; nothing more is written to it."""


class BlobLost(Unavailable):
    """A blob is named, and its octets are gone from the disk."""


class NotAStore(StoreError):
    """There is no store of ours in this directory."""


class NewerFormat(StoreError):
    """A newer version made this store; it was left untouched."""


class OtherKey(StoreError):
    """This store belongs to another server key."""


class Duplicate(StoreError):
    """There is one of that name already."""


class Missing(StoreError):
    """There is none of that name."""
